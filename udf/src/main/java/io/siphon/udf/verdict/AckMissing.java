package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** The callee repeats a 2xx until its ACK comes, and gives up after 64·T1 (RFC 3261, 13.3.1.4). */
final class AckMissing implements VerdictRule {

    /** One repetition may cross the ACK. */
    private static final int ENOUGH = 2;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isAnswered() && isMissing(of.state())
                ? Evidence.verdict(
                        CallCause.ACK_MISSING,
                        "The 200 of "
                                + of.destination()
                                + " was repeated "
                                + Evidence.times(of.state().answers)
                                + ": the ACK of "
                                + of.caller()
                                + " was not seen.")
                : null;
    }

    static boolean isMissing(VerdictState state) {
        return state.answers >= ENOUGH && !state.has(VerdictState.ACKNOWLEDGED);
    }
}
