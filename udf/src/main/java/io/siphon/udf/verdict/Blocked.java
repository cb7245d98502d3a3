package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * 403 (RFC 3261, 21.4.4), 402, 433 (RFC 5079), 607 (RFC 8197), 608 (RFC 8688); 603 and 480 that say
 * so (Network Blocked); Q.850 causes 53, 55, 57 and 87 (barred, not authorized), which RFC 3398
 * maps to 403.
 */
final class Blocked implements VerdictRule {

    private static final String[] WORDS = {
        "block", "barr", "policy", "spam", "fraud", "blacklist", "denied", "credit", "not allowed"
    };

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean refused = of.isStatus(402, 403) || of.isStatus(607, 608) || of.status() == 433;
        boolean said = of.isStatus(603, 480) && isSaid(of);
        boolean barred = of.isQ850(53, 55) || of.isQ850(57, 87);
        return refused || said || barred
                ? of.refused(CallCause.BLOCKED, "it does not allow the call")
                : null;
    }

    static boolean isSaid(Evidence of) {
        return of.says(WORDS);
    }
}
