package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** A BYE is repeated until it is answered (RFC 3261, 17.1.2.2). */
final class ByeUnanswered implements VerdictRule {

    /** One repetition may cross the answer. */
    private static final int ENOUGH = 2;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isAnswered() && isUnanswered(of.state())
                ? Evidence.verdict(
                        CallCause.BYE_UNANSWERED,
                        "The BYE of "
                                + of.releaser()
                                + " was repeated "
                                + Evidence.times(of.state().byes)
                                + ", and nobody answered it.")
                : null;
    }

    static boolean isUnanswered(VerdictState state) {
        return state.byes >= ENOUGH && !state.has(VerdictState.BYE_ANSWERED);
    }
}
