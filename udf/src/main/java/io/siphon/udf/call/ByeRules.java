package io.siphon.udf.call;

import io.siphon.udf.verdict.VerdictState;

import javax.annotation.Nullable;

import java.util.Set;

/**
 * What a BYE does to a call. It ends the call at its own time, when it has the tags of a dialog of
 * the call, in either direction, and is answered by a 2xx, or by nothing for {@link
 * CallState#HELD}. One that is refused ends nothing (RFC 3261, 12.2.2, 15.1.2); but where the
 * answer is one of {@link #GIVEN_UP}, the side that sent it has given the dialog up (15.1.1): if
 * nothing is heard of the dialog for {@link CallState#SESSION}, or the other side sends its own
 * BYE, it did end the call. A caller's BYE before the answer cancels the call. BYEs of other tags
 * are nobody's.
 *
 * @param call is changed in place
 */
record ByeRules(CallState call, DialogRules dialog, CallSteps steps) {

    /**
     * Also what says that the other side, or the way there, is gone (RFC 5057, 5.1), or does not
     * understand; 477 and 478 are Kamailio's. Whoever asks for another try, as 401 does, or knows
     * the dialog and refuses, as 403, leaves it up.
     */
    private static final Set<Integer> GIVEN_UP =
            Set.of(
                    400, 404, 408, 410, 416, 477, 478, 480, 481, 482, 483, 484, 485, 500, 501, 502,
                    503, 504, 505, 513, 604);

    /** Returns false when it is of no dialog of this call. */
    boolean apply(CallEvent e) {
        if (!dialog.isOfDialog(e)) {
            return false;
        }
        boolean byCaller = !call.fromTag.isEmpty() && e.fromTag().equals(call.fromTag);
        if (dialog.leavesAnother(byCaller ? e.toTag() : e.fromTag())) {
            return true;
        }
        ByeState bye = call.bye(e.cseq(), byCaller);
        call.verdict.mark(e.isRequest() ? 0 : VerdictState.BYE_ANSWERED);
        if (e.isRequest()) {
            request(e, bye, byCaller);
        } else if (e.status() >= 300 && bye != null) {
            refuse(bye, e);
        } else if (e.status() >= 200 && e.status() < 300) {
            if (bye == null) {
                hold(e, byCaller);
            } else {
                bye.refused = 0;
                bye.ends = true;
            }
            hangUpUnlessEarly(call.lastWord(), e.timeMicros());
        }
        return true;
    }

    private void request(CallEvent e, @Nullable ByeState bye, boolean byCaller) {
        if (bye == null) {
            hold(e, byCaller);
            return;
        }
        call.verdict.hungUpAgain(e.timeMicros(), bye.at);
        if (!bye.atCaller && dialog.isAtCaller(e, byCaller)) {
            bye.atCaller = true;
            bye.at = Math.max(bye.at, e.timeMicros());
        }
    }

    private void hold(CallEvent e, boolean byCaller) {
        ByeState bye = new ByeState();
        bye.at = Math.max(e.timeMicros(), call.startedAt);
        bye.cseq = e.cseq();
        bye.byCaller = byCaller;
        bye.q850Cause = e.q850Cause();
        if (e.isRequest()) {
            call.verdict.released(e.sipCause(), e.explanation());
            bye.atCaller = dialog.isAtCaller(e, byCaller);
            bye.byNetwork = new ByeSender(call).isNetwork(e, byCaller);
        }
        call.hold(bye);
    }

    private void refuse(ByeState bye, CallEvent e) {
        bye.refused = e.status();
        bye.ends = bye.ends && GIVEN_UP.contains(e.status());
        boolean both =
                call.byes.stream()
                        .anyMatch(b -> b.ends && b.refused > 0 && b.byCaller != bye.byCaller);
        if (bye.ends && both) {
            hangUpUnlessEarly(call.lastWord(), e.timeMicros());
        }
    }

    /** A dialog that one side asks something of after a refused BYE goes on. */
    void aliveAfterBye(CallEvent e) {
        if (!call.byes.isEmpty() && e.isRequest() && dialog.isOfDialog(e)) {
            call.byes.forEach(bye -> bye.ends = bye.ends && bye.refused == 0);
        }
    }

    /**
     * A callee may not send BYE before the answer (RFC 3261, 15): either that was not seen, or what
     * the INVITE is answered by comes yet.
     */
    private void hangUpUnlessEarly(@Nullable ByeState bye, long known) {
        steps.conclude(known);
        steps.answerIfProved(known);
        if (bye != null && (call.answeredAt > 0 || bye.byCaller)) {
            hangUp(bye, known);
        }
    }

    void hangUp(ByeState bye, long known) {
        steps.conclude(known);
        steps.answerIfProved(known);
        if (call.answeredAt == 0 && bye.byCaller) {
            withdraw(bye);
            return;
        }
        call.q850Cause = bye.q850Cause;
        steps.end(CallOutcome.ANSWERED, Math.max(bye.at, call.answeredAt), known, releaser(bye));
        call.closedAt = call.endedAt; // retransmissions are of then
    }

    private String releaser(ByeState bye) {
        if (bye.byNetwork) {
            return CallSteps.NETWORK;
        }
        if (bye.byCaller) {
            return CallSteps.CALLER;
        }
        return call.fromTag.isEmpty() ? "" : CallSteps.CALLEE;
    }

    /** As by CANCEL: what the INVITE is answered by follows (RFC 3261, 15.1.2). */
    private void withdraw(ByeState bye) {
        bye.ends = false;
        if (call.cancelledAt == 0) {
            call.cancelledAt = bye.at;
            call.q850Cause = bye.q850Cause;
        }
    }
}
