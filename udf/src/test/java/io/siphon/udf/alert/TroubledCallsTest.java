package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallMedia;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallSignalling;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.Measurement;
import io.siphon.schema.MediaFigures;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.RecordedSamples;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.siphon.udf.alert.AlertEvents.BEGINNING;
import static io.siphon.udf.alert.AlertEvents.MINUTE;
import static io.siphon.udf.alert.AlertEvents.SETTINGS;
import static io.siphon.udf.alert.AlertEvents.call;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code fas}, {@code one_way}, {@code no_media}, {@code retrans_ratio}. */
class TroubledCallsTest {

    private final FalseAnswer falseAnswer = new FalseAnswer(SETTINGS.troubles().falseAnswer());
    private final OneWay oneWay = new OneWay(SETTINGS.troubles().oneWay());
    private final NoMedia noMedia = new NoMedia(SETTINGS.troubles().noMedia());
    private final Retransmissions sentAgain = new Retransmissions(SETTINGS.troubles().sentAgain());

    @Test
    void mediaCountsWhenItIsKnown() {
        assertThat(samples(oneWay, noted(CallMedia.ONE_WAY), noted(CallMedia.UNREACHABLE)))
                .containsExactly(100.0, 100.0);
        assertThat(samples(oneWay, noted(CallMedia.OK), noted(""), over(CallCause.NORMAL, 0)))
                .containsExactly(0.0);
        assertThat(samples(falseAnswer, noted(CallMedia.FALSE_ANSWER), noted(CallMedia.OK)))
                .containsExactly(100.0, 0.0);
    }

    @Test
    void whoHangsUpAtOnceHeardNoFalseAnswer() {
        assertThat(samples(falseAnswer, noted(CallMedia.FALSE_ANSWER, 3_000, CallCause.NORMAL)))
                .containsExactly(100.0);
        assertThat(samples(falseAnswer, noted(CallMedia.FALSE_ANSWER, 2_999, CallCause.NORMAL)))
                .containsExactly(0.0);
    }

    @Test
    void aCallWithoutMediaCountsOnce() {
        assertThat(
                        samples(
                                noMedia,
                                over(CallCause.NORMAL, 0),
                                noted(CallMedia.NO_AUDIO),
                                over(CallCause.MEDIA_TIMEOUT, 0),
                                noted(CallMedia.NO_AUDIO, 9_000, CallCause.MEDIA_TIMEOUT),
                                noted(CallMedia.OK)))
                .containsExactly(0.0, 1e9, 100.0);
    }

    @Test
    void aCallWhoseMediaIsMissedLaterIsOneOfItsWindow() {
        assertThat(noMedia.judge(window(5, 5, 10)).text())
                .isEqualTo("5 of 5 calls of trunk carrier-a had no media");
        assertThat(noMedia.judge(window(100_000, 100_003, 2_000_000)).text())
                .isEqualTo("100003 of 1900000 calls of trunk carrier-a had no media");
        // they ended in the window before
        assertThat(noMedia.judge(window(6, 6, 6)).text())
                .isEqualTo("6 of 6 calls of trunk carrier-a had no media");
        assertThat(noMedia.judge(window(4, 4, 8))).isNull();
    }

    @Test
    void aCallCountsWhenSomethingWasSentAgain() {
        assertThat(samples(sentAgain, over(CallCause.NORMAL, 2), over(CallCause.NORMAL, 0)))
                .containsExactly(100.0, 0.0);
    }

    @Test
    void threeFalseAnswersOfThreeAreTooManyAndOfTenAreChance() {
        assertThat(falseAnswer.judge(window(3, 3)))
                .extracting(Finding::detector, Finding::severity, Finding::count, Finding::text)
                .containsExactly(
                        "fas",
                        Severity.CRITICAL,
                        3L,
                        "3 of 3 calls of trunk carrier-a were answered without any media from the"
                                + " answering side");
        assertThat(falseAnswer.judge(window(3, 10))).isNull();
        assertThat(falseAnswer.judge(window(2, 2))).isNull();
    }

    @Test
    void oneWayAudioIsToldWhenItIsBeyondChance() {
        assertThat(oneWay.judge(window(22, 150)).text())
                .isEqualTo("22 of 150 calls of trunk carrier-a had media in one direction only");
        assertThat(oneWay.judge(window(20, 150))).isNull();
        assertThat(oneWay.judge(window(83, 1000)).severity()).isEqualTo(Severity.WARNING);
        assertThat(oneWay.judge(window(81, 1000))).isNull();
    }

    @Test
    void fiveCallsWithoutMediaAreToldAndFourAreNot() {
        assertThat(noMedia.judge(window(5, 7)).text())
                .isEqualTo("5 of 7 calls of trunk carrier-a had no media");
        assertThat(noMedia.judge(window(5, 8))).isNull(); // where one in twenty is allowed
        assertThat(noMedia.judge(window(4, 4))).isNull();
    }

    @Test
    void twelveCallsOf25WithRetransmissionsAreToldAndElevenAreNot() {
        assertThat(sentAgain.judge(window(12, 25)).text())
                .isEqualTo(
                        "12 of 25 calls of trunk carrier-a had an INVITE, a 2xx or a BYE sent"
                                + " again");
        assertThat(sentAgain.judge(window(11, 25))).isNull();
        assertThat(sentAgain.judge(window(1000, 10_000))).isNull();
    }

    private static List<Double> samples(TroubledCalls detector, Call... calls) {
        List<Double> values = new ArrayList<>();
        for (String sample : RecordedSamples.of(detector, calls)) {
            assertThat(sample).startsWith("node=proxy1 subject=carrier-a +");
            values.add(Double.valueOf(sample.substring(sample.lastIndexOf(' ') + 1)));
        }
        return values;
    }

    private static Call noted(String verdict) {
        return noted(verdict, 9_000, CallCause.NORMAL);
    }

    private static Call noted(String verdict, long durationMs, CallCause cause) {
        return answered(CallChange.NOTED, verdict, durationMs, cause, 0);
    }

    private static Call over(CallCause cause, int retransmissions) {
        return answered(CallChange.ENDED, "", 9_000, cause, retransmissions);
    }

    private static Call answered(
            CallChange change, String verdict, long durationMs, CallCause cause, int sentAgain) {
        return call(
                "carrier-a",
                "udp:192.0.2.1:5060",
                change,
                20,
                true,
                CallOutcome.ANSWERED,
                durationMs,
                new CallMedia(verdict, MediaFigures.NONE, MediaFigures.NONE),
                new CallVerdict(cause, ""),
                new CallSignalling(sentAgain, ""));
    }

    private static Measurement window(int troubled, int calls) {
        return window(0, troubled, calls);
    }

    private static Measurement window(int later, int troubled, int samples) {
        double sum = 1e9 * later + 100.0 * (troubled - later);
        return new Measurement(
                "any",
                BEGINNING,
                BEGINNING + 10 * MINUTE,
                Map.of("node", "proxy1", "subject", "carrier-a"),
                Map.of("count", (double) samples, "mean", sum / samples),
                null);
    }
}
