package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 404, 410, 604 (RFC 3261, 21.4.5, 21.4.11, 21.6.3); Q.850 causes 1 (unallocated number), 2 and 3
 * (no route), 22 (number changed).
 */
final class NoRoute implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean refused = of.isStatus(404, 410) || of.status() == 604;
        boolean unallocated = of.isQ850(1, 22);
        boolean noRoute = of.isQ850(2, 3);
        if (!refused && !unallocated && !noRoute) {
            return null;
        }
        return of.refused(
                CallCause.NO_ROUTE,
                noRoute ? "it has no route to the number" : "the number is not known there");
    }
}
