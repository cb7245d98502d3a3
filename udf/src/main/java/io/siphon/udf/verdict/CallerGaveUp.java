package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** CANCEL, or BYE before the answer, while it rang. */
final class CallerGaveUp implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.is(CallOutcome.CANCELLED) && of.rang()
                ? Evidence.verdict(
                        CallCause.CALLER_GAVE_UP,
                        of.caller()
                                + " gave up after "
                                + Evidence.seconds(of.call().endedAt() - of.call().ringingAt())
                                + " of ringing"
                                + of.hint()
                                + ".")
                : null;
    }
}
