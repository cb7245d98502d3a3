package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** One side hung up. */
final class NormalClearing implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isAnswered()
                ? Evidence.verdict(
                        CallCause.NORMAL,
                        of.releaser() + " sent BYE after " + of.lasted() + of.hint() + ".")
                : null;
    }
}
