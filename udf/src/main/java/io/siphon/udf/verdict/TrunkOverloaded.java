package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 503 with Retry-After (RFC 3261, 21.5.4), or one that says so; Q.850 causes 34 (no circuit), 42
 * (congestion), 44 and 47 (not available).
 */
final class TrunkOverloaded implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean asked = of.isStatus(503, 500) && of.state().retryAfter >= 0;
        boolean said =
                of.isStatus(503, 500)
                        && of.says("overload", "congest", "capacity", "limit", "busy", "too many");
        boolean full = of.isQ850(34, 42) || of.isQ850(44, 47);
        return asked || said || full
                ? of.refused(CallCause.TRUNK_OVERLOADED, "it is overloaded, or has no free line")
                : null;
    }
}
