package io.siphon.udf.verdict;

import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;

import javax.annotation.Nullable;

/**
 * What follows the 2xx goes to its Contact (RFC 3261, 12.1), and where that is private it is lost:
 * the ACK of an answer, or a BYE. That of the callee goes to the Contact of the INVITE.
 */
final class HiddenByNat implements VerdictRule {

    @Override
    @Nullable
    public CallVerdict judge(Evidence of) {
        if (!of.isAnswered()) {
            return null;
        }
        VerdictState state = of.state();
        boolean noBye = of.is(CallOutcome.TIMED_OUT);
        if (of.has(VerdictState.CALLEE_HIDDEN) && (AckMissing.isMissing(state) || noBye)) {
            return Evidence.verdict(
                    CallCause.NAT,
                    "The 200 of "
                            + of.destination()
                            + " has a private address for its Contact: "
                            + (noBye ? "no BYE was seen." : "the ACK did not get there."));
        }
        boolean lostBye = ByeUnanswered.isUnanswered(state);
        if (of.has(VerdictState.CALLEE_HIDDEN) && lostBye && of.isReleasedBy("caller")) {
            return Evidence.verdict(
                    CallCause.NAT,
                    "The 200 of "
                            + of.destination()
                            + " has a private address for its Contact: the BYE did not get there.");
        }
        if (of.has(VerdictState.CALLER_HIDDEN)
                && (lostBye && !of.isReleasedBy("caller") || noBye)) {
            return Evidence.verdict(
                    CallCause.NAT,
                    "The INVITE of "
                            + of.caller()
                            + " has a private address for its Contact: "
                            + (noBye ? "no BYE was seen." : "the BYE did not get there."));
        }
        return null;
    }
}
