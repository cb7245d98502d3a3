package io.siphon.udf.qos;

import io.siphon.schema.Distribution;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static io.siphon.udf.qos.QosEvents.at;
import static io.siphon.udf.qos.QosEvents.ms;
import static io.siphon.udf.qos.QosEvents.quality;
import static io.siphon.udf.qos.QosEvents.request;
import static io.siphon.udf.qos.QosEvents.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SuppressWarnings("try") // the harness closes with Exception
class LocalAggregateTest {

    private static final QosSettings SETTINGS =
            new QosSettings(Duration.ofSeconds(60), Duration.ofSeconds(60), 3);

    private static final String OTHERS =
            "sip_requests +0 [direction, other, method, other, node, other, trunk, other] ";

    private static String invites(int start, String node, int count) {
        return "sip_requests +%d [direction, in, method, INVITE, node, %s, trunk, carrier-a] %d"
                .formatted(start, node, count);
    }

    @Test
    void sendsOneRecordASeriesWhenTheWatermarkClosesTheWindow() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            stage.take(1, request(1, "proxy1", "INVITE"));
            stage.take(59.9, request(59.9, "proxy1", "INVITE"));
            stage.take(2, request(2, "proxy2", "BYE"));
            stage.take(60, request(60, "proxy1", "INVITE"));
            stage.watermark(59.998);
            assertThat(stage.partials()).isEmpty();
            stage.watermark(59.999);
            assertThat(stage.partials())
                    .containsExactlyInAnyOrder(
                            "sip_requests +0 [direction, in, method, INVITE, node, proxy1, trunk,"
                                    + " carrier-a] 2",
                            "sip_requests +0 [direction, in, method, BYE, node, proxy2, trunk,"
                                    + " carrier-a] 1");
        }
    }

    @Test
    void forwardsTheWatermarkBehindTheWindowsThatItCloses() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            stage.take(1, request(1, "proxy1", "INVITE"));
            stage.watermark(60);
            Object[] output = stage.harness.getOutput().toArray();
            assertThat(output).hasSize(2);
            assertThat(output[0])
                    .isInstanceOfSatisfying(
                            StreamRecord.class,
                            record -> assertThat(record.getTimestamp()).isEqualTo(ms(0)));
            assertThat(output[1]).isEqualTo(new Watermark(ms(60)));
        }
    }

    @Test
    void givesOnEverythingBeforeACheckpointAndHasNoState() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            stage.take(1, request(1, "proxy1", "INVITE"));
            stage.take(61, response(61, "proxy1", "INVITE", 200));
            stage.harness.prepareSnapshotPreBarrier(1);
            assertThat(stage.partials())
                    .containsExactlyInAnyOrder(
                            "sip_requests +0 [direction, in, method, INVITE, node, proxy1, trunk,"
                                    + " carrier-a] 1",
                            "sip_responses +60 [class, 2xx, code, 200, direction, out, method,"
                                    + " INVITE, node, proxy1, trunk, carrier-a] 1");
            var snapshot = stage.harness.snapshot(1, 1);
            assertThat(snapshot.getManagedOperatorState()).isEmpty();
            assertThat(snapshot.getManagedKeyedState()).isEmpty();
            stage.harness.prepareSnapshotPreBarrier(2);
            assertThat(stage.partials()).hasSize(2);
            stage.take(2, request(2, "proxy1", "INVITE"));
            stage.watermark(1_000);
            assertThat(stage.partials()).hasSize(3);
        }
    }

    @Test
    void givesOnEverythingAtTheEndOfTheInput() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            stage.take(1, request(1, "proxy1", "INVITE"));
            stage.harness.endInput();
            assertThat(stage.partials()).hasSize(1);
        }
    }

    @Test
    void takesWhatIsLateIntoItsWindow() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            stage.watermark(180);
            stage.take(1, request(1, "proxy1", "INVITE"));
            stage.watermark(181);
            assertThat(stage.partials()).singleElement().asString().startsWith("sip_requests +0 ");
        }
    }

    @Test
    void measuresWhatIsTooManyTogetherAndCountsIt() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            for (int i = 0; i < 10; i++) {
                stage.take(i, request(i, "node" + i, "INVITE"));
                stage.take(i, request(i, "node0", "INVITE"));
            }
            // Only the large are named before the end; the next window has room anew.
            stage.harness.prepareSnapshotPreBarrier(1);
            stage.take(11, request(11, "node9", "INVITE"));
            stage.take(61, request(61, "node9", "INVITE"));
            stage.watermark(1_000);
            assertThat(stage.partials())
                    .containsExactlyInAnyOrder(
                            invites(0, "node0", 11),
                            OTHERS + 9,
                            invites(0, "node9", 1),
                            invites(60, "node9", 1));
        }
    }

    /** Ten thousand that somebody invents, one sample each, before and among those of one. */
    @Test
    void noiseTakesNobodysNameAway() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class)) {
            for (int i = 0; i < 10_000; i++) {
                stage.take(1, request(1, "forged" + i, "INVITE"));
                if (i >= 5_000) {
                    stage.take(1, request(1, "flood", "INVITE"));
                }
            }
            stage.watermark(60);
            assertThat(stage.partials())
                    .containsExactlyInAnyOrder(invites(0, "flood", 5_000), OTHERS + 10_000);
            assertThat(stage.samples()).isEqualTo(15_000);
        }
    }

    /** Checkpoints give on what there is: names that noise has by then are not to be all. */
    @Test
    void whatBeginsAmongNoiseGainsItsNameAfterCheckpointsToo() throws Exception {
        try (Stage<SipMessage> stage = new Stage<>(SipMessage.class, 32)) {
            for (int i = 0; i < 32; i++) {
                stage.take(1, request(1, "first" + i, "INVITE"));
            }
            for (int checkpoint = 1; checkpoint <= 20; checkpoint++) {
                stage.harness.prepareSnapshotPreBarrier(checkpoint);
                for (int i = 0; i < 100; i++) {
                    stage.take(2, request(2, "forged" + checkpoint + "-" + i, "INVITE"));
                    stage.take(2, request(2, "flood", "INVITE"));
                }
            }
            stage.watermark(60);
            assertThat(stage.counts("flood")).isGreaterThanOrEqualTo(20 * 100 - 10);
            assertThat(stage.names()).hasSizeLessThanOrEqualTo(32 + 4 + 1);
            assertThat(stage.samples()).isEqualTo(32 + 20 * 200);
        }
    }

    /** Samples of a distribution that give way are in the distribution of the others. */
    @Test
    void noValueIsLostWhereSeriesGiveWay() {
        MetricSamples samples =
                new MetricSamples(new RtcpJitter().info(), SETTINGS, new SimpleCounter());
        for (int i = 0; i < 100; i++) {
            samples.tag("forged" + i).tag("").tag("").value(at(1), 1);
            samples.tag("flood").tag("").tag("").value(at(1), 2);
        }
        Map<String, Double> sums = new HashMap<>();
        samples.close(
                at(60),
                partial ->
                        sums.put(
                                partial.tags()[partial.tags().length - 1],
                                Distribution.fromBytes(partial.distribution()).sum()));
        assertThat(sums).isEqualTo(Map.of("flood", 200.0, "other", 100.0));
    }

    @Test
    void countsTheSamplesThatWereTooMany() {
        SimpleCounter overflow = new SimpleCounter();
        MetricSamples samples = new MetricSamples(new SipRequests().info(), SETTINGS, overflow);
        for (int i = 0; i < 10; i++) {
            samples.tag("node" + i).tag("").tag("").tag("").count(at(i));
        }
        assertThat(overflow.getCount()).isEqualTo(7);
    }

    @Test
    void leavesOutEmptyTagsAndSkipsNaN() throws Exception {
        try (Stage<RtcpQuality> stage = new Stage<>(RtcpQuality.class)) {
            stage.take(1, quality(at(1), "", 1.5, 2, Double.NaN));
            stage.take(2, quality(at(2), "", 3.5, 2, Double.NaN));
            stage.watermark(60);
            assertThat(stage.partials())
                    .containsExactlyInAnyOrder(
                            "rtcp_jitter_ms +0 [node, proxy1, trunk, carrier-a] 2 sum 5.0",
                            "rtcp_loss_pct +0 [node, proxy1, trunk, carrier-a] 2 sum 4.0");
        }
    }

    @Test
    void refusesSamplesOtherThanDeclared() {
        MetricSamples samples =
                new MetricSamples(new SipRequests().info(), SETTINGS, new SimpleCounter());
        assertThatIllegalStateException()
                .isThrownBy(() -> samples.tag("a").count(0))
                .withMessage("sip_requests has 1 tags; expected [node, trunk, direction, method]");
        assertThatIllegalStateException()
                .isThrownBy(() -> samples.tag("b").tag("c").tag("d").tag("e"));
        assertThatIllegalStateException().isThrownBy(() -> samples.value(0, 1));
    }

    @Test
    void seriesNeverShareALine() {
        assertThat(Partial.series("m", new String[] {"a", "b|1:c"}))
                .isNotEqualTo(Partial.series("m", new String[] {"a", "b", "c"}));
    }

    /** The first stage on its own. */
    private static final class Stage<T> implements AutoCloseable {

        final OneInputStreamOperatorTestHarness<T, Partial> harness;

        Stage(Class<T> type) throws Exception {
            this(type, SETTINGS.maxSeries());
        }

        Stage(Class<T> type, int maxSeries) throws Exception {
            harness =
                    new OneInputStreamOperatorTestHarness<>(
                            new LocalAggregate<>(
                                    Metrics.of(type),
                                    new QosSettings(
                                            SETTINGS.window(),
                                            SETTINGS.allowedLateness(),
                                            maxSeries)));
            harness.open();
        }

        void take(double seconds, T event) throws Exception {
            harness.processElement(event, ms(seconds));
        }

        void watermark(double seconds) throws Exception {
            harness.processWatermark(ms(seconds));
        }

        List<String> partials() {
            List<String> lines = new ArrayList<>();
            for (Partial partial : harness.extractOutputValues()) {
                lines.add(
                        partial.metric()
                                + " +"
                                + (partial.startMicros() - QosEvents.BEGINNING) / 1_000_000
                                + " "
                                + Arrays.toString(partial.tags())
                                + " "
                                + partial.count()
                                + (partial.distribution() == null
                                        ? ""
                                        : " sum "
                                                + Distribution.fromBytes(partial.distribution())
                                                        .sum()));
            }
            return lines;
        }

        long samples() {
            return harness.extractOutputValues().stream().mapToLong(Partial::count).sum();
        }

        Set<String> names() {
            return harness.extractOutputValues().stream()
                    .map(Partial::series)
                    .collect(Collectors.toSet());
        }

        long counts(String node) {
            return harness.extractOutputValues().stream()
                    .filter(partial -> Arrays.asList(partial.tags()).contains(node))
                    .mapToLong(Partial::count)
                    .sum();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
