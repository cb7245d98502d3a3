package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 502, 503, 504 (RFC 3261, 21.5); Q.850 causes 38 (network out of order) and 41 (temporary
 * failure).
 */
final class TrunkDown implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean next = of.isStatus(502, 504);
        if (!next && of.status() != 503 && !of.isQ850(38, 41)) {
            return null;
        }
        return of.refused(
                CallCause.TRUNK_DOWN,
                next
                        ? "the next server did not answer it, or not as it should"
                        : "it is out of service, or whoever it tried is");
    }
}
