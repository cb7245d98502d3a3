package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 401 or 407, and no INVITE with credentials followed (RFC 3261, 22). */
final class NoCredentials implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isStatus(401, 407)
                ? of.refused(CallCause.NO_CREDENTIALS, "the caller did not answer the challenge")
                : null;
    }
}
