package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;
import io.siphon.udf.payload.Endpoints;

import javax.annotation.Nullable;

/**
 * A forking proxy or a B2BUA cancels the branches that did not win (RFC 3326, 2; Q.850 cause 26,
 * non-selected user clearing).
 */
final class AnsweredElsewhere implements VerdictRule {

    private static final int NON_SELECTED_USER = 26;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean taken =
                of.state().sipCause == 200
                        || of.q850() == NON_SELECTED_USER
                        || of.hints("elsewhere");
        return of.is(CallOutcome.CANCELLED) && taken
                ? Evidence.verdict(
                        CallCause.ANSWERED_ELSEWHERE,
                        "The CANCEL of "
                                + Endpoints.address(of.call().source())
                                + " says that another phone took the call"
                                + of.hint()
                                + ".")
                : null;
    }
}
