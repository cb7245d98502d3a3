package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** The call was given up after {@code call.max-duration}. */
final class ByeLost implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        if (!of.isAnswered() || !of.is(CallOutcome.TIMED_OUT)) {
            return null;
        }
        String after = of.lasted();
        return Evidence.verdict(
                CallCause.BYE_LOST,
                of.has(VerdictState.ACKNOWLEDGED)
                        ? "The 200 of "
                                + of.destination()
                                + " answered it, and no BYE was seen in "
                                + after
                                + "."
                        : "The 200 of "
                                + of.destination()
                                + " answered it, and neither ACK nor BYE was seen in "
                                + after
                                + ": they may not pass here.");
    }
}
