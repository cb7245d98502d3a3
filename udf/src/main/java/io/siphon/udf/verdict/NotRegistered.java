package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * The registrar knows the callee, and no binding of his: Q.850 cause 20 (subscriber absent), a 404
 * or 480 that says so, or a 480 before ringing of the first host that did not pass the call on.
 */
final class NotRegistered implements VerdictRule {

    private static final int SUBSCRIBER_ABSENT = 20;

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        boolean said =
                of.isStatus(404, 480)
                        && of.says("regist", "offline", "no binding", "no contact", "logged");
        boolean own = of.status() == 480 && !of.rang() && isOwn(of);
        boolean absent = of.q850() == SUBSCRIBER_ABSENT;
        return said || absent || own && of.q850() == 0
                ? of.refused(
                        CallCause.NOT_REGISTERED,
                        said || absent
                                ? "the callee is not registered"
                                : "it passed the call on to nobody, so the callee is away, or not registered")
                : null;
    }

    /** Whether the host that the INVITE went to answered by itself, as far as was seen. */
    private static boolean isOwn(Evidence of) {
        return !of.has(VerdictState.PASSED_ON) && of.refuser().equals(of.destination());
    }
}
