package io.siphon.udf.alert;

import io.siphon.schema.CallOutcome;
import io.siphon.schema.Measurement;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.Severity;
import io.siphon.sources.CaptureGap;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.RecordedSamples;

import org.apache.flink.api.common.functions.util.ListCollector;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static io.siphon.udf.alert.AlertEvents.BEGINNING;
import static io.siphon.udf.alert.AlertEvents.MINUTE;
import static io.siphon.udf.alert.AlertEvents.SETTINGS;
import static io.siphon.udf.alert.AlertEvents.answered;
import static io.siphon.udf.alert.AlertEvents.ended;
import static io.siphon.udf.alert.AlertEvents.registration;
import static io.siphon.udf.alert.AlertEvents.reported;
import static io.siphon.udf.alert.AlertEvents.started;
import static io.siphon.udf.alert.AlertEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

class DetectorsTest {

    private final CallFailures failures = new CallFailures(20, 10);
    private final PoorRtp poor = new PoorRtp(SETTINGS.media());

    @Test
    void namesAreThoseOfTheDetectors() {
        assertThat(
                        Stream.concat(
                                Stream.concat(
                                                Detectors.all(SETTINGS).stream(),
                                                Detectors.ofTrunks(SETTINGS).stream())
                                        .map(Detector::name),
                                Stream.of(
                                        CaptureGaps.NAME,
                                        JournalGaps.NAME,
                                        StateLimits.NAME,
                                        Detectors.STORE_SIZE,
                                        Detectors.NOTIFY_FAILED,
                                        AgentSkews.NAME)))
                .containsExactlyElementsOf(Detectors.OF_WINDOWS);
    }

    @Test
    void aCallCountsWhenItIsDecided() {
        assertThat(
                        RecordedSamples.of(
                                failures,
                                started(1, "udp:192.0.2.1:5060"),
                                answered(2, "carrier-a"),
                                ended(3, "carrier-a", true, CallOutcome.ANSWERED),
                                ended(4, "carrier-a", true, CallOutcome.TIMED_OUT),
                                ended(5, "carrier-a", false, CallOutcome.BUSY),
                                ended(6, "", false, CallOutcome.FAILED),
                                ended(7, "", false, CallOutcome.TIMED_OUT),
                                ended(8, "", false, CallOutcome.REJECTED)))
                .containsExactly(
                        "node=proxy1 subject=carrier-a +2.0s 0.0",
                        "node=proxy1 subject=carrier-a +5.0s 0.0",
                        "node=proxy1 subject= +6.0s 100.0",
                        "node=proxy1 subject= +7.0s 100.0",
                        "node=proxy1 subject= +8.0s 0.0");
    }

    @Test
    void aShareOfFewCallsSaysNothing() {
        assertThat(failures.judge(share("carrier-a", 9, 100))).isNull();
        assertThat(failures.judge(share("carrier-a", 10, 19.9))).isNull();
    }

    @Test
    void twiceTheThresholdIsCritical() {
        assertThat(failures.judge(share("carrier-a", 10, 20)))
                .isEqualTo(
                        new Finding(
                                "call_failures",
                                Severity.WARNING,
                                "proxy1",
                                "carrier-a",
                                BEGINNING,
                                BEGINNING + MINUTE,
                                20,
                                20,
                                10,
                                "20.0 % of 10 calls of trunk carrier-a failed in the network"));
        Finding half = failures.judge(share("", 150, 50.04));
        assertThat(half.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(half.subject()).isEmpty();
        assertThat(half.text())
                .isEqualTo("50.0 % of 150 calls without a trunk failed in the network");
    }

    @Test
    void registrationsCountThatWereRefused() {
        RegistrationFailures refused = new RegistrationFailures(3);
        String phone = "udp:192.0.2.7:5060";
        assertThat(
                        RecordedSamples.of(
                                refused,
                                registration(1, phone, RegistrationOutcome.IN_PROGRESS, 0),
                                registration(2, phone, RegistrationOutcome.UNAUTHORIZED, 401),
                                registration(
                                        3,
                                        "tls:[2001:db8::7]:5061",
                                        RegistrationOutcome.REJECTED,
                                        404),
                                registration(4, phone, RegistrationOutcome.FAILED, 503),
                                registration(5, phone, RegistrationOutcome.TIMED_OUT, 0),
                                registration(6, phone, RegistrationOutcome.ACCEPTED, 200),
                                registration(7, "", RegistrationOutcome.REJECTED, 403)))
                .containsExactly(
                        "node=proxy1 subject=192.0.2.7 +2.0s",
                        "node=proxy1 subject=2001:db8::7 +3.0s");
        assertThat(refused.judge(count("192.0.2.7", 2))).isNull();
        assertThat(refused.judge(count("192.0.2.7", 3)).text())
                .isEqualTo("3 registrations from 192.0.2.7 were refused");
    }

    @Test
    void aFloodIsOfCallsThatBegan() {
        InviteFlood flood = new InviteFlood(6);
        assertThat(
                        RecordedSamples.of(
                                flood,
                                started(1, "udp:192.0.2.66:5071"),
                                answered(2, "carrier-a"),
                                started(3, "")))
                .containsExactly("node=proxy1 subject=192.0.2.66 +1.0s");
        assertThat(flood.judge(count("192.0.2.66", 5))).isNull();
        assertThat(flood.judge(count("192.0.2.66", 12)))
                .extracting(Finding::severity, Finding::value, Finding::text)
                .containsExactly(Severity.CRITICAL, 12.0, "192.0.2.66 began 12 calls");
    }

    @Test
    void streamsCountThatAreOverLongEnoughAndScored() {
        assertThat(
                        RecordedSamples.of(
                                poor,
                                stream(0, 20, false, 2),
                                stream(0, 20, true, 3.59),
                                stream(0, 10, true, 3.6),
                                stream(0, 9.9, true, 1),
                                stream(0, 20, true, Double.NaN)))
                .containsExactly(
                        "node=proxy1 subject=carrier-a +20.0s 100.0",
                        "node=proxy1 subject=carrier-a +10.0s 0.0");
        assertThat(
                        RecordedSamples.of(
                                new PoorRtcp(SETTINGS.media()),
                                reported(0, 20, 3),
                                reported(0, 20, Double.NaN)))
                .containsExactly("node=proxy1 subject= +20.0s 100.0");
        assertThat(poor.judge(share("carrier-a", 4, 100))).isNull();
        assertThat(poor.judge(share("carrier-a", 5, 40)).text())
                .isEqualTo(
                        "40.0 % of 5 RTP streams of trunk carrier-a had a MOS under 3.6, as seen on"
                                + " the wire");
    }

    @Test
    void aGapIsAnAlertOfItsOwnTime() {
        List<Finding> alerts = new ArrayList<>();
        CaptureGaps gaps = new CaptureGaps(SETTINGS.captureGap());
        ListCollector<Finding> out = new ListCollector<>(alerts);
        gaps.flatMap(new CaptureGap(BEGINNING, BEGINNING + 4_999_999, "0.0.0.0:9060"), out);
        gaps.flatMap(new CaptureGap(BEGINNING, BEGINNING + 7_250_000, "0.0.0.0:9060"), out);
        assertThat(alerts)
                .containsExactly(
                        new Finding(
                                "capture_gap",
                                Severity.WARNING,
                                "",
                                "0.0.0.0:9060",
                                BEGINNING,
                                BEGINNING + 7_250_000,
                                7.25,
                                5,
                                1,
                                "nobody listened on 0.0.0.0:9060 for 7.3 s"));
    }

    private static Measurement share(String trunk, long count, double pct) {
        return window(trunk, Map.of("count", (double) count, "mean", pct));
    }

    private static Measurement count(String address, long count) {
        return window(address, Map.of("count", (double) count));
    }

    private static Measurement window(String subject, Map<String, Double> fields) {
        return new Measurement(
                "any",
                BEGINNING,
                BEGINNING + MINUTE,
                subject.isEmpty()
                        ? Map.of("node", "proxy1")
                        : Map.of("node", "proxy1", "subject", subject),
                fields,
                null);
    }
}
