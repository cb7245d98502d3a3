package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.QosSettings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The operators: time, windows that are written anew, and what is left at the end. */
class BaselineFunctionTest {

    private static final BaselineSettings SETTINGS =
            BaselineSettings.defaults()
                    .withWindows(
                            new QosSettings(Duration.ofMinutes(5), Duration.ofSeconds(60), 100));

    private static final long LEARNT = Traffic.MONDAY + 14 * Traffic.DAY + 12 * Traffic.HOUR;

    private static Measurement attempts(String node, long start, long calls) {
        return new Measurement(
                "call_attempts",
                start,
                start + Traffic.STEP,
                Map.of("node", node, "trunk", "carrier-a", "direction", "in"),
                Map.of("count", (double) calls),
                null);
    }

    private static Measurement requests(String node, long start) {
        return new Measurement(
                "sip_requests",
                start,
                start + Traffic.STEP,
                Map.of("node", node, "method", "OPTIONS"),
                Map.of("count", 5.0),
                null);
    }

    private static BaselineOperators learnt() throws Exception {
        BaselineOperators operators = new BaselineOperators(SETTINGS);
        for (long at = Traffic.MONDAY; at < LEARNT; at += Traffic.STEP) {
            operators.accept(attempts("edge-1", at, 200));
        }
        return operators;
    }

    @Test
    void aTrunkWithoutCallsIsMissedThoughItHasNoMeasurement() throws Exception {
        try (BaselineOperators operators = learnt()) {
            for (int step = 0; step < 3; step++) {
                operators.accept(requests("edge-1", LEARNT + step * Traffic.STEP));
            }
            assertThat(operators.finish())
                    .extracting(Finding::text)
                    .first()
                    .asString()
                    .startsWith("traffic of trunk carrier-a dropped: 0 calls in 5 min, usual is 2");
        }
    }

    @Test
    void nothingIsMissedWhereNothingWasCaptured() throws Exception {
        try (BaselineOperators operators = learnt()) {
            for (int step = 0; step < 12; step++) {
                operators.accept(attempts("edge-2", LEARNT + step * Traffic.STEP, 200));
            }
            operators.accept(attempts("edge-1", LEARNT + Traffic.HOUR, 200));
            assertThat(operators.finish()).isEmpty();
        }
    }

    private static Measurement gap(long start, long minutes) {
        return new Measurement(
                "capture_gap_s",
                start,
                start + minutes * 60_000_000,
                Map.of("socket", "udp:0.0.0.0:9060"),
                Map.of("count", 1.0),
                null);
    }

    /** Siphon stops and starts, twice: of each step a fifth of the calls is captured. */
    private static List<Measurement> stopped(boolean known) {
        return IntStream.range(0, 3)
                .mapToObj(step -> LEARNT + step * Traffic.STEP)
                .flatMap(
                        start ->
                                Stream.of(gap(start + 60_000_000, 4), attempts("edge-1", start, 40))
                                        .filter(m -> known || !CaptureGapTimes.is(m)))
                .toList();
    }

    @Test
    void aStepInWhichNobodyListenedIsNotJudged() throws Exception {
        try (BaselineOperators operators = learnt()) {
            stopped(true).forEach(operators::accept);
            assertThat(operators.finish()).isEmpty();
        }
        try (BaselineOperators operators = learnt()) {
            stopped(false).forEach(operators::accept);
            assertThat(operators.finish()).isNotEmpty();
        }
    }

    @Test
    void aGapOfSecondsIsNoReasonNotToJudge() throws Exception {
        try (BaselineOperators operators = learnt()) {
            operators.accept(
                    new Measurement(
                            "capture_gap_s",
                            LEARNT,
                            LEARNT + 5_000_000,
                            Map.of("socket", "udp:0.0.0.0:9060"),
                            Map.of("count", 1.0),
                            null));
            stopped(false).forEach(operators::accept);
            assertThat(operators.finish()).isNotEmpty();
        }
    }

    @Test
    void whatIsStoredIsJudgedAlikeWhereNobodyListened() {
        for (boolean known : List.of(true, false)) {
            List<Finding> found = new ArrayList<>();
            BaselineReplay replay = new BaselineReplay(SETTINGS, 0, found::add);
            for (long at = Traffic.MONDAY; at < LEARNT; at += Traffic.STEP) {
                replay.accept(attempts("edge-1", at, 200));
            }
            stopped(known).stream()
                    .sorted(Comparator.comparingLong(Measurement::startMicros))
                    .forEach(replay::accept);
            replay.finish();
            assertThat(found.isEmpty()).isEqualTo(known);
        }
    }

    @Test
    void aWindowThatIsWrittenAnewCountsOnce() throws Exception {
        try (BaselineOperators operators = learnt()) {
            for (int step = 0; step < 3; step++) {
                operators.accept(attempts("edge-1", LEARNT + step * Traffic.STEP, 190));
                operators.accept(attempts("edge-1", LEARNT + step * Traffic.STEP, 200));
            }
            assertThat(operators.finish()).isEmpty();
        }
    }

    @Test
    void thePastIsLearntAndRaisesNothing() throws Exception {
        try (BaselineOperators operators = new BaselineOperators(SETTINGS)) {
            for (long at = Traffic.MONDAY; at < LEARNT; at += Traffic.STEP) {
                operators.accept(attempts("edge-1", at, 200), true);
            }
            operators.accept(requests("edge-1", LEARNT), true);
            operators.accept(requests("edge-1", LEARNT + Traffic.STEP), true);
            assertThat(operators.alerts()).isEmpty();
            operators.accept(requests("edge-1", LEARNT + 2 * Traffic.STEP));
            operators.accept(requests("edge-1", LEARNT + 3 * Traffic.STEP));
            List<Finding> found = operators.finish();
            assertThat(found).hasSize(2);
            assertThat(found.get(0).startMicros()).isEqualTo(LEARNT + 2 * Traffic.STEP);
            assertThat(found.get(0).text()).endsWith("since 2026-08-17 12:00 UTC");
        }
    }

    @Test
    void stateAndTimersEndAtZero() throws Exception {
        try (BaselineOperators operators = learnt()) {
            assertThat(operators.series.numKeyedStateEntries()).isPositive();
            operators.finish();
            assertThat(operators.nodeStateEntries()).isZero();
            assertThat(operators.nodes.numEventTimeTimers()).isZero();
            assertThat(operators.series.numKeyedStateEntries()).isZero();
            assertThat(operators.series.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void aTrunkThatWasSeenOnceIsForgottenAfterADay() throws Exception {
        try (BaselineOperators operators = new BaselineOperators(SETTINGS)) {
            operators.accept(attempts("forged", Traffic.MONDAY, 1));
            for (long at = Traffic.MONDAY;
                    at < Traffic.MONDAY + 3 * Traffic.DAY;
                    at += Traffic.STEP) {
                operators.accept(attempts("edge-1", at, 200));
            }
            operators.alerts();
            // what is known of the other
            assertThat(operators.series.numKeyedStateEntries()).isEqualTo(1);
        }
    }

    @Test
    void moreTrunksThanThereIsRoomForAreRefused() throws Exception {
        try (BaselineOperators operators = new BaselineOperators(room(3))) {
            for (int node = 0; node < 40; node++) {
                operators.accept(attempts("node-" + node, Traffic.MONDAY, 1));
            }
            operators.alerts();
            assertThat(operators.series.numKeyedStateEntries()).isEqualTo(3);
            assertThat(operators.nodes.getSideOutput(NodeRoster.LIMITS))
                    .extracting(limit -> limit.getValue().count())
                    .containsExactly(1L, 2L, 4L, 8L, 16L, 32L);
        }
    }

    @Test
    void whatIsKnownTakesNoMoreThanItsBytes() throws Exception {
        try (BaselineOperators operators = new BaselineOperators(room(3))) {
            new Traffic(1, List.of(), List.of())
                    .trunk("carrier-a", 100)
                    .trunk("carrier-b", 100)
                    .generate(Traffic.MONDAY, Traffic.MONDAY + 14 * Traffic.DAY, operators::accept);
            operators.accept(attempts("edge-2", Traffic.MONDAY + 14 * Traffic.DAY, 1));
            operators.alerts();
            assertThat(operators.series.getSideOutput(BaselineFunction.LIMITS))
                    .extracting(limit -> limit.getValue().state())
                    .containsExactly("baselines/0");
        }
    }

    private static BaselineSettings room(int series) {
        return SETTINGS.withWindows(
                new QosSettings(Duration.ofMinutes(5), Duration.ofSeconds(60), series));
    }
}
