package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * Challenged again after credentials (RFC 3261, 22.2); or 403 by the host that had challenged, as
 * some registrars and softswitches answer a wrong password. Of a 403 the policy may be the reason,
 * too.
 */
final class WrongCredentials implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        VerdictState state = of.state();
        boolean sent = of.has(VerdictState.CREDENTIALS) || state.challenges > 0;
        if (sent && of.isStatus(401, 407)) {
            return of.refused(
                    CallCause.WRONG_CREDENTIALS,
                    "it challenged the caller again, so his credentials are wrong");
        }
        boolean of403 =
                of.status() == 403
                        && sent
                        && !of.rang()
                        && !of.has(VerdictState.PASSED_ON)
                        && of.q850() == 0
                        && !Blocked.isSaid(of);
        return of403 || of.status() == 403 && of.says("password", "credential", "authentic")
                ? of.refused(
                        CallCause.WRONG_CREDENTIALS,
                        "the caller's credentials are wrong, or not good for this call")
                : null;
    }
}
