package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 3xx (RFC 3261, 21.3), and no INVITE followed. */
final class Redirected implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.is(CallOutcome.REDIRECTED)
                ? of.refused(
                        CallCause.REDIRECTED,
                        "it names another place for the call, and the caller did not follow")
                : null;
    }
}
