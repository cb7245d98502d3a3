package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 484 (RFC 3261, 21.4.22), 416 (21.4.14), or Q.850 cause 28 (invalid number format). */
final class BadNumber implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isStatus(484, 416) || of.q850() == 28
                ? of.refused(CallCause.BAD_NUMBER, "the number is incomplete or malformed")
                : null;
    }
}
