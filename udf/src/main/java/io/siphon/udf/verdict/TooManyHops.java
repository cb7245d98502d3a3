package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 483: Max-Forwards is used up (RFC 3261, 16.3), mostly by a loop; Q.850 cause 25. */
final class TooManyHops implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.status() == 483 || of.q850() == 25
                ? of.refused(
                        CallCause.TOO_MANY_HOPS, "it passed too many proxies, or goes in a loop")
                : null;
    }
}
