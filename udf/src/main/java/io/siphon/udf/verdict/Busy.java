package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/** 486 (RFC 3261, 21.4.24), 600 (21.6.1), or Q.850 cause 17. */
final class Busy implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        return of.isStatus(486, 600) || of.q850() == 17
                ? of.refused(CallCause.BUSY, "the callee is busy")
                : null;
    }
}
