package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** Any other 5xx (RFC 3261, 21.5). */
final class ServerError implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.status() >= 500 && of.status() < 600
                ? of.refused(CallCause.SERVER_ERROR, "it has an error of its own")
                : null;
    }
}
