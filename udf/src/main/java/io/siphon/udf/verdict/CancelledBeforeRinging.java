package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** CANCEL before any 18x. */
final class CancelledBeforeRinging implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.is(CallOutcome.CANCELLED)
                ? Evidence.verdict(
                        CallCause.CANCELLED_BEFORE_RINGING,
                        of.caller()
                                + " gave up after "
                                + Evidence.seconds(of.call().endedAt() - of.call().startedAt())
                                + ", before it rang at "
                                + of.destination()
                                + of.hint()
                                + ".")
                : null;
    }
}
