package io.siphon.udf.alert.baseline;

import io.siphon.schema.Distribution;
import io.siphon.udf.finding.Finding;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Each detector: what just raises an alert, and what just does not. */
class BaselineDetectorsTest {

    private static final long STEP = Traffic.STEP;
    private static final long NOON = 12 * Traffic.HOUR;
    private static final int NOON_SLOT = 12;
    private static final BaselineSettings SETTINGS =
            BaselineSettings.defaults().withDetectors(BaselineDetectors.NAMES);

    /** What {@link #learn} has learnt, once for all. */
    private static byte[] learnt;

    private final BaselineDetectors detectors = new BaselineDetectors(SETTINGS);
    private final List<Finding> found = new ArrayList<>();
    private SeriesState series = new SeriesState();
    private long at = Traffic.MONDAY;

    /** The same step again and again; the state goes through its bytes each time. */
    private void repeat(int steps, Consumer<Step> of) {
        for (int i = 0; i < steps; i++) {
            Step step = new Step("edge-1", "carrier-a", at, at + STEP);
            of.accept(step);
            detectors.next(step, series, found::add);
            series = SeriesState.of(series.toBytes());
            at += STEP;
        }
    }

    private static void usual(Step step) {
        step.attempts = 144;
        step.answered = 60;
        step.unanswered = 36;
        step.failed = 4;
        step.durations = values(100, 20, 180, 340);
        step.postDialDelays = values(100, 1_000);
        step.registrationDelays = values(100, 100);
        requests(step, 300, 290, 280);
        step.wireScores = values(100, 4.3, 4.4);
        step.reportedScores = values(100, 4.3, 4.4);
    }

    private static void requests(Step step, long invites, long acks, long byes) {
        step.requests[MixState.place("INVITE")] = invites;
        step.requests[MixState.place("ACK")] = acks;
        step.requests[MixState.place("BYE")] = byes;
    }

    private static Distribution values(int n, double... of) {
        Distribution values = new Distribution();
        for (int i = 0; i < n; i++) {
            values.add(of[i % of.length]);
        }
        return values;
    }

    /** Two weeks and half a day. */
    private void learn() {
        if (learnt == null) {
            repeat((int) ((14 * Traffic.DAY + NOON) / STEP), BaselineDetectorsTest::usual);
            assertThat(found).isEmpty();
            learnt = series.toBytes();
        }
        series = SeriesState.of(learnt);
        at = Traffic.MONDAY + 14 * Traffic.DAY + NOON;
    }

    private List<String> detectors() {
        return found.stream().map(Finding::detector).distinct().toList();
    }

    @Test
    void trafficDropsBySixDeviations() {
        learn();
        // 144 calls scatter by 12: 72 are 6 deviations fewer
        repeat(
                2,
                step -> {
                    usual(step);
                    step.attempts = 72;
                });
        assertThat(found).hasSize(1);
        assertThat(found.get(0).text())
                .isEqualTo(
                        "traffic of trunk carrier-a dropped: 72 calls in 5 min, usual is 144 (this"
                                + " hour of the week, 2 weeks), since 2026-08-17 12:00 UTC");
        assertThat(found.get(0).value()).isCloseTo(6, within(0.05));
        assertThat(found.get(0).startMicros()).isEqualTo(at - STEP);
    }

    @Test
    void aDropOfLessIsNone() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.attempts = 80;
                });
        assertThat(found).isEmpty();
    }

    @Test
    void aStepIsClosedWhenItsLastWindowIs() {
        long minute = Traffic.MINUTE;
        assertThat(SETTINGS.closedBy(at + STEP + minute)).isEqualTo(at + STEP);
        assertThat(SETTINGS.closedBy(at + STEP + minute - 1)).isEqualTo(at);
    }

    @Test
    void invitesWithoutAcksAndByesAreAnotherMix() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    requests(step, 525, 290, 280);
                });
        assertThat(found).hasSize(1);
        assertThat(found.get(0).text())
                .isEqualTo(
                        "48 % of 1,095 requests of trunk carrier-a are INVITE, usual is 34 %, since"
                                + " 2026-08-17 12:00 UTC");
        assertThat(found.get(0).detector()).isEqualTo("mix_shift");
    }

    @Test
    void aMixThatIsHardlyAnotherIsNone() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    requests(step, 480, 290, 280);
                });
        assertThat(found).isEmpty();
    }

    @Test
    void oneStepOfThreeIsNoAlert() {
        learn();
        repeat(
                1,
                step -> {
                    usual(step);
                    step.attempts = 0;
                });
        repeat(3, BaselineDetectorsTest::usual);
        assertThat(found).isEmpty();
    }

    @Test
    void anAlertClosesWhenThreeStepsAreAsUsual() {
        learn();
        repeat(
                3,
                step -> {
                    usual(step);
                    step.attempts = 400;
                });
        assertThat(detectors()).containsExactly("traffic_level");
        assertThat(series.traffic.episode.isOpen()).isTrue();
        repeat(15, BaselineDetectorsTest::usual);
        assertThat(series.traffic.episode.isOpen()).isFalse();
    }

    @Test
    void whatIsUnusualIsNotLearnt() {
        learn();
        repeat(
                24,
                step -> {
                    usual(step);
                    step.attempts = 0;
                });
        assertThat(series.traffic.slots.values(NOON_SLOT)).containsExactly(144, 144);
        assertThat(series.traffic.level()).isCloseTo(1, within(0.05));
    }

    @Test
    void whatLastsForADayIsLearntAnew() {
        learn();
        repeat(
                (int) (Traffic.DAY / STEP) + 2,
                step -> {
                    usual(step);
                    step.attempts = 0;
                });
        assertThat(series.traffic.slots.slotsKnown()).isZero();
        assertThat(series.traffic.episode.isOpen()).isFalse();
    }

    @Test
    void asrDropsBeyondChance() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.answered = 30;
                    step.unanswered = 66;
                });
        assertThat(detectors()).containsExactly("ratio_drop");
        assertThat(found.get(0).text())
                .isEqualTo(
                        "ASR of trunk carrier-a is 30.0 % of 100 calls, usual at this hour is"
                                + " 60.0 %, since 2026-08-17 12:00 UTC");
    }

    @Test
    void asrThatMayBeChanceIsNoAlert() {
        learn();
        // P(X ≤ 40 | 100, 0.6) is 5e-5
        repeat(
                4,
                step -> {
                    usual(step);
                    step.answered = 40;
                    step.unanswered = 56;
                });
        assertThat(found).isEmpty();
    }

    @Test
    void nerDropsThoughAsrDoesNot() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.unanswered = 6;
                    step.failed = 34;
                });
        assertThat(found).singleElement().extracting(Finding::text).asString().startsWith("NER of");
    }

    @Test
    void postDialDelayIsTwiceAsLong() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.postDialDelays = values(100, 2_000);
                });
        assertThat(detectors()).containsExactly("latency_shift");
        assertThat(found.get(0).text())
                .startsWith("95 % of the post-dial delay of trunk carrier-a is within 2,")
                .endsWith("since 2026-08-17 12:00 UTC");
    }

    @Test
    void aRiseThatNobodyNoticesIsNoAlert() {
        learn();
        // 2.5 times as long, but by 150 ms
        repeat(
                4,
                step -> {
                    usual(step);
                    step.registrationDelays = values(100, 250);
                });
        assertThat(found).isEmpty();
    }

    @Test
    void registrationsAreSlow() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.registrationDelays = values(100, 600);
                });
        assertThat(found.get(0).text()).contains("the registration delay of trunk carrier-a");
    }

    @Test
    void scoresFall() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.reportedScores = values(100, 4.3, 4.4, 3.6);
                });
        assertThat(detectors()).containsExactly("quality_shift");
        assertThat(found.get(0).text())
                .startsWith("mean MOS of trunk carrier-a is 4.09, usual at this hour is 4.33 (");
    }

    @Test
    void scoresThatFallInaudiblyAreNoAlert() {
        learn();
        repeat(
                4,
                step -> {
                    usual(step);
                    step.reportedScores = values(100, 4.25, 4.35);
                });
        assertThat(found).isEmpty();
    }

    @Test
    void callsAreShort() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.durations = values(100, 2, 180, 180, 180, 350);
                });
        assertThat(detectors()).containsExactly("short_calls");
        assertThat(found.get(0).text())
                .startsWith("20.0 % of 100 answered calls of trunk carrier-a lasted less than 6 s");
    }

    @Test
    void fewShortCallsAreNoAlert() {
        learn();
        repeat(
                4,
                step -> {
                    usual(step);
                    step.durations = values(100, 2, 180, 180, 180, 180, 180, 180, 350, 350);
                });
        assertThat(found).isEmpty();
    }

    @Test
    void callsLastAFifthAsLong() {
        learn();
        repeat(
                2,
                step -> {
                    usual(step);
                    step.durations = values(100, 36);
                });
        assertThat(detectors()).containsExactly("acd_drop");
        assertThat(found.get(0).text())
                .startsWith(
                        "the mean duration of 100 calls of trunk carrier-a is 36 s, usual at this"
                                + " hour is 179 s");
    }

    @Test
    void callsThatAreALittleShorterAreNoAlert() {
        learn();
        repeat(
                4,
                step -> {
                    usual(step);
                    step.durations = values(100, 80);
                });
        assertThat(found).isEmpty();
    }

    @Test
    void nothingIsRaisedBeforeThreeDaysAreKnown() {
        repeat((int) ((2 * Traffic.DAY + NOON) / STEP), BaselineDetectorsTest::usual);
        repeat(
                6,
                step -> {
                    usual(step);
                    step.attempts = 0;
                    step.answered = 0;
                });
        assertThat(found).isEmpty();
    }

    @Test
    void fromTheFourthDayOnItIsByTheHourOfTheDay() {
        repeat((int) ((3 * Traffic.DAY + NOON) / STEP), BaselineDetectorsTest::usual);
        repeat(
                2,
                step -> {
                    usual(step);
                    step.attempts = 0;
                });
        assertThat(found)
                .singleElement()
                .extracting(Finding::text)
                .asString()
                .contains("usual is 144 (this hour of the day, 3 days)");
    }

    @Test
    void aSeriesTakesFewBytes() {
        repeat((int) (14 * Traffic.DAY / STEP), BaselineDetectorsTest::usual);
        // seven metrics
        assertThat(series.toBytes()).hasSizeLessThan(7 * 10_000);
        assertThat(new SeriesState().toBytes()).hasSizeLessThan(2_500);
    }
}
