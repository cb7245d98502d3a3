package io.siphon.udf.qos;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricKind;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static io.siphon.udf.qos.QosEvents.BEGINNING;
import static io.siphon.udf.qos.QosEvents.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** The second stage, as {@link MetricPipeline} builds it. */
@SuppressWarnings("try") // the harness closes with Exception
class WindowsTest {

    private static final String[] TAGS = {"method", "INVITE", "node", "proxy1"};

    private KeyedOneInputStreamOperatorTestHarness<String, Partial, Measurement> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void addsUpWhatSubtasksCounted() throws Exception {
        take(count(0, 3));
        take(count(60, 5));
        take(count(0, 4));
        watermark(59.999);
        Measurement only = measurements().get(0);
        assertThat(measurements()).hasSize(1);
        assertThat(only.name()).isEqualTo("sip_requests");
        assertThat(only.startMicros()).isEqualTo(BEGINNING);
        assertThat(only.endMicros()).isEqualTo(BEGINNING + 60_000_000);
        assertThat(only.tags()).containsExactly(entry("method", "INVITE"), entry("node", "proxy1"));
        assertThat(only.fields()).containsExactly(entry("count", 7.0));
        assertThat(only.sketch()).isNull();
        watermark(119.999);
        assertThat(measurements().get(1).fields()).containsExactly(entry("count", 5.0));
    }

    @Test
    void mergesDistributions() throws Exception {
        take(jitter(0, 1, 2));
        take(jitter(0, 3, 30));
        watermark(60);
        Measurement only = measurements().get(0);
        assertThat(only.fields().keySet())
                .containsExactlyInAnyOrderElementsOf(MetricKind.DISTRIBUTION.fields());
        assertThat(only.fields())
                .contains(
                        entry("count", 4.0),
                        entry("sum", 36.0),
                        entry("mean", 9.0),
                        entry("min", 1.0),
                        entry("max", 30.0));
        assertThat(only.fields().get("p50")).isBetween(1.98, 2.02);
        assertThat(only.sketch()).isEqualTo(QosEvents.distribution(1, 2, 3, 30).toBytes());
    }

    @Test
    void writesAWindowAnewForWhatIsALittleLate() throws Exception {
        take(count(0, 3));
        watermark(60);
        take(count(0, 2));
        assertThat(measurements())
                .extracting(measurement -> measurement.fields().get("count"))
                .containsExactly(3.0, 5.0);
    }

    @Test
    void putsAsideWhatIsTooLate() throws Exception {
        take(count(0, 3));
        watermark(119.999);
        take(count(0, 2));
        assertThat(measurements()).hasSize(1);
        assertThat(harness.getSideOutput(MetricPipeline.LATE))
                .singleElement()
                .satisfies(late -> assertThat(late.getValue().count()).isEqualTo(2));
    }

    @Test
    void countsLateSamples() throws Exception {
        CountLate countLate = new CountLate();
        try (var late = new OneInputStreamOperatorTestHarness<>(new StreamMap<>(countLate))) {
            late.open();
            late.processElement(new StreamRecord<>(count(0, 2)));
            late.processElement(new StreamRecord<>(count(0, 40)));
            assertThat(late.extractOutputValues()).hasSize(2);
            assertThat(countLate.lateSamples()).isEqualTo(42);
        }
    }

    @Test
    void hasNeitherStateNorTimersInTheEnd() throws Exception {
        take(count(0, 3));
        take(jitter(60, 1));
        watermark(60);
        assertThat(harness.numKeyedStateEntries()).isPositive();
        watermark(180);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void goesOnFromASnapshot() throws Exception {
        take(jitter(0, 1, 2));
        take(count(0, 3));
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        take(jitter(0, 3));
        take(count(0, 4));
        watermark(60);
        Map<String, Measurement> byName =
                measurements().stream()
                        .collect(Collectors.toMap(Measurement::name, measurement -> measurement));
        assertThat(byName.get("sip_requests").fields()).containsEntry("count", 7.0);
        assertThat(byName.get("rtcp_jitter_ms").sketch())
                .isEqualTo(QosEvents.distribution(1, 2, 3).toBytes());
    }

    private static Partial count(double startSeconds, long count) {
        return new Partial("sip_requests", TAGS, QosEvents.at(startSeconds), count, null);
    }

    private static Partial jitter(double startSeconds, double... values) {
        return new Partial(
                "rtcp_jitter_ms",
                new String[] {"node", "proxy1"},
                QosEvents.at(startSeconds),
                values.length,
                QosEvents.distribution(values).toBytes());
    }

    private void take(Partial partial) throws Exception {
        harness.processElement(partial, partial.startMicros() / 1_000);
    }

    private void watermark(double seconds) throws Exception {
        harness.processWatermark(ms(seconds));
    }

    private List<Measurement> measurements() {
        return harness.extractOutputValues();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Partial, Measurement> harness()
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<SipMessage> none =
                env.fromData(
                        TypeInformation.of(SipMessage.class),
                        QosEvents.request(0, "proxy1", "INVITE"));
        DataStream<Measurement> windows =
                MetricPipeline.measure(
                                "qos_sip",
                                none,
                                SipMessage.class,
                                new QosSettings(
                                        Duration.ofSeconds(60), Duration.ofSeconds(60), 100))
                        .measurements();
        StreamOperatorFactory<Measurement> operator =
                ((OneInputTransformation<?, Measurement>) windows.getTransformation())
                        .getOperatorFactory();
        return new KeyedOneInputStreamOperatorTestHarness<>(
                operator, Partial::series, Types.STRING);
    }
}
