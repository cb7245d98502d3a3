package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** It was under way, and nothing followed within {@code call.setup-timeout}. */
final class NoFinalResponse implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.is(CallOutcome.TIMED_OUT)
                ? Evidence.verdict(
                        CallCause.NO_FINAL_RESPONSE,
                        of.destination()
                                + (of.rang() ? " let it ring" : " took the INVITE")
                                + ", and no final response was seen within "
                                + Evidence.seconds(of.call().endedAt() - of.call().startedAt())
                                + ".")
                : null;
    }
}
