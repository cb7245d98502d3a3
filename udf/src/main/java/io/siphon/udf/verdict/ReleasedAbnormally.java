package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * A BYE whose Reason (RFC 3326) is none of normal clearing: Q.850 causes 16 and 31, and a success
 * of SIP.
 */
final class ReleasedAbnormally implements VerdictRule {

    private static final int NORMAL = 16;
    private static final int NORMAL_UNSPECIFIED = 31;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        int sip = of.state().sipCause;
        boolean q850 = of.q850() > 0 && !of.isQ850(NORMAL, NORMAL_UNSPECIFIED);
        if (!of.isAnswered() || !q850 && sip < 300) {
            return null;
        }
        return Evidence.verdict(
                CallCause.RELEASED_ABNORMALLY,
                "The BYE of "
                        + of.releaser()
                        + " after "
                        + of.lasted()
                        + " says "
                        + (q850 ? "Q.850 cause " + of.q850() : "SIP cause " + sip)
                        + of.hint()
                        + ".");
    }
}
