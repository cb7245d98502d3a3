package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 408 or 480 after ringing: nobody picked up in time; Q.850 cause 19, and 18 that of a terminal
 * that does not react.
 */
final class NoAnswer implements VerdictRule {

    private static final int NO_ANSWER_FROM_USER = 19;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean ignored = of.status() >= 300 && of.q850() == NO_ANSWER_FROM_USER;
        if (!of.is(CallOutcome.NO_ANSWER) && !ignored) {
            return null;
        }
        String rang =
                of.rang()
                        ? "it rang for "
                                + Evidence.seconds(of.call().endedAt() - of.call().ringingAt())
                                + ", and nobody answered"
                        : "nobody answered";
        return of.refused(CallCause.NO_ANSWER, rang);
    }
}
