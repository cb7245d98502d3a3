package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 482 (RFC 3261, 16.3): the INVITE came back to a proxy that it had passed. */
final class Loop implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.status() == 482
                ? of.refused(CallCause.LOOP, "the INVITE came back to where it had been")
                : null;
    }
}
