package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** {@code state.max-calls}: how it ended is not known. */
final class Evicted implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.is(CallOutcome.EVICTED)
                ? Evidence.verdict(
                        CallCause.EVICTED,
                        "Siphon followed too many calls (state.max-calls): how it ended was not seen.")
                : null;
    }
}
