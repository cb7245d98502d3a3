package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * Any other 4xx (RFC 3261, 21.4): what it says of the request is its reason: 400, 405, 420, 421,
 * 422, 481 …
 */
final class BadRequest implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.status() >= 400 && of.status() < 500
                ? of.refused(CallCause.BAD_REQUEST, "it refuses the request as it is")
                : null;
    }
}
