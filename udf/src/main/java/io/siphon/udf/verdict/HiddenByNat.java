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
        boolean noBye = of.is(CallOutcome.TIMED_OUT);
        boolean noAck = AckMissing.isMissing(of.state());
        boolean lostBye = ByeUnanswered.isUnanswered(of.state());
        boolean ofCaller = of.isReleasedBy("caller");
        if (of.has(VerdictState.CALLEE_HIDDEN) && (noBye || noAck || lostBye && ofCaller)) {
            return hidden("The 200 of " + of.destination(), noBye, noAck ? "ACK" : "BYE");
        }
        if (of.has(VerdictState.CALLER_HIDDEN) && (noBye || lostBye && !ofCaller)) {
            return hidden("The INVITE of " + of.caller(), noBye, "BYE");
        }
        return null;
    }

    private static CallVerdict hidden(String message, boolean noBye, String lost) {
        return Evidence.verdict(
                CallCause.NAT,
                message
                        + " has a private address for its Contact: "
                        + (noBye ? "no BYE was seen." : "the " + lost + " did not get there."));
    }
}
