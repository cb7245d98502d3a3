package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 408 or 480 before ringing (RFC 3261, 21.4.9, 21.4.19), 430 (RFC 5626); Q.850 causes 18 (no user
 * responding) and 27 (destination out of order).
 */
final class Unreachable implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean timedOut = of.status() == 408;
        if (!timedOut && !of.isStatus(480, 430) && !of.isQ850(18, 27)) {
            return null;
        }
        return of.refused(
                CallCause.UNREACHABLE,
                timedOut
                        ? "nobody further on answered in time"
                        : "the callee could not be reached");
    }
}
