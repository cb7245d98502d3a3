package io.siphon.schema;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallOutcomeTest {

    @ParameterizedTest
    @EnumSource
    void isReadBackFromItsTag(CallOutcome outcome) {
        assertThat(CallOutcome.ofTag(outcome.tag())).isEqualTo(outcome);
    }

    /** ITU-T E.425, NER. */
    @ParameterizedTest
    @CsvSource({
        "ANSWERED, 200, 0, true",
        "BUSY, 600, 0, true",
        "NO_ANSWER, 408, 0, true",
        "CANCELLED, 0, 0, true",
        "REJECTED, 480, 0, true",
        "REJECTED, 603, 0, true",
        "REJECTED, 404, 0, false",
        "REJECTED, 403, 21, true",
        "FAILED, 503, 0, false",
        "FAILED, 503, 17, true",
        "FAILED, 503, 34, false",
        "REDIRECTED, 302, 0, false",
        "TIMED_OUT, 0, 0, false",
        // of a retry that is under way: in no ratio
        "IN_PROGRESS, 480, 17, false",
        "EVICTED, 486, 0, false",
    })
    void tellsWhetherTheNetworkDidItsPart(
            CallOutcome outcome, int status, int cause, boolean effective) {
        assertThat(outcome.isEffective(status, cause)).isEqualTo(effective);
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERED, 200, false",
        "BUSY, 486, false",
        "NO_ANSWER, 480, false",
        "CANCELLED, 487, false",
        "REJECTED, 404, true",
        "FAILED, 503, true",
        "REDIRECTED, 302, false",
        "TIMED_OUT, 0, true",
        // without a BYE
        "TIMED_OUT, 200, false",
        "IN_PROGRESS, 480, false",
        "EVICTED, 200, false",
    })
    void anAnsweredCallThatTimedOutHasNotFailed(CallOutcome outcome, int status, boolean failed) {
        assertThat(outcome.isFailed(status)).isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWERED, 200, true",
        "ANSWERED, 0, true",
        "TIMED_OUT, 200, true",
        "TIMED_OUT, 0, false",
        "EVICTED, 200, true",
        "EVICTED, 0, false",
        "FAILED, 503, false",
        "IN_PROGRESS, 0, false",
    })
    void anAnswerCountsWhenTheEndWasNeverSeen(CallOutcome outcome, int status, boolean answered) {
        assertThat(outcome.wasAnswered(status)).isEqualTo(answered);
    }
}
