package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 603 and other 6xx (RFC 3261, 21.6), or Q.850 cause 21 (call rejected). */
final class Declined implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.status() >= 600 || of.q850() == 21
                ? of.refused(CallCause.DECLINED, "the call was declined")
                : null;
    }
}
