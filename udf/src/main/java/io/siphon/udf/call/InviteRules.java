package io.siphon.udf.call;

import io.siphon.udf.session.Signal;
import io.siphon.udf.verdict.PrivateAddress;
import io.siphon.udf.verdict.VerdictState;

/**
 * What INVITE, its responses, ACK and CANCEL do to a call.
 *
 * @param call is changed in place
 */
record InviteRules(CallState call, DialogRules dialog, CallSteps steps) {

    private static final int REFUSED_LIMIT = 16;

    /** The first INVITE. */
    void start(CallEvent e) {
        call.fromTag = e.fromTag();
        call.branches.see(e, call.roomLeft());
        describe(e);
        negotiate(e);
        steps.start(e);
    }

    void apply(CallEvent e) {
        if (e.isRequest()) {
            invite(e);
            return;
        }
        if (dialog.isOfAttempt(e)) {
            call.verdict.mark(VerdictState.RESPONDED);
        }
        if (e.status() < 200) {
            provisional(e);
        } else if (e.status() < 300) {
            success(e);
        } else {
            failure(e);
        }
    }

    /** Takes over what only the INVITE nearest the caller contains. */
    private void describe(CallEvent e) {
        call.source = e.source();
        call.destination = e.destination();
        call.caller = e.caller();
        call.callee = e.callee();
        call.node = e.node();
        call.direction = e.direction();
        call.userAgent = e.userAgent().isEmpty() ? call.userAgent : e.userAgent();
        call.verdict.mark(e.hasPrivateContact() ? VerdictState.CALLER_HIDDEN : 0);
        complete(e);
    }

    /** Takes what any INVITE may be the first to contain. */
    private void complete(CallEvent e) {
        takeTrunk(call, e.trunk());
        call.correlationId = call.correlationId.isEmpty() ? e.correlationId() : call.correlationId;
        call.verdict.mark(e.hasCredentials() ? VerdictState.CREDENTIALS : 0);
        call.verdict.attested(e.attestation());
    }

    /** Not of one that is answered: it ends in the trunk in which it counts as up. */
    static void takeTrunk(CallState call, String trunk) {
        if (call.trunk.isEmpty() && call.answeredAt == 0) {
            call.trunk = trunk;
        }
    }

    /** What others offer with this Call-ID, as the other leg of a B2BUA, is not the call's. */
    void negotiate(CallEvent e) {
        boolean concerned =
                e.opening()
                        ? dialog.isOfAttempt(e) || SocketName.same(e.source(), call.source)
                        : dialog.isOfAttempt(e) || e.toTag().equals(call.fromTag);
        boolean otherFork =
                (call.answeredAt > 0 || call.heardAnswerAt > 0)
                        && e.status() >= 200
                        && e.is("INVITE")
                        && dialog.isOfAttempt(e)
                        && !call.branches.isNewer(e)
                        && !e.toTag().equals(call.toTag);
        if (concerned && !otherFork) {
            call.codecs.see(e, e.codecs(), e.hop() == Signal.hop(call.source, call.destination));
        }
    }

    /** While the call is up, no INVITE is a new attempt, with To tag or without. */
    private void invite(CallEvent e) {
        if (!e.opening()) {
            if (call.answeredAt == 0 && call.dialogAt == 0 && dialog.isOfDialog(e)) {
                call.dialogAt = e.timeMicros();
            }
            dialog.active(e);
            return;
        }
        if (isOtherLeg(e)) {
            takeTrunk(call, e.trunk()); // nothing else is of our own configuration
            return;
        }
        call.activeAt = Math.max(call.activeAt, e.timeMicros());
        complete(e);
        if (call.answeredAt > 0) {
            return;
        }
        switch (sight(e)) {
            case NEARER -> describe(e);
            case RETRY -> {
                call.retries += call.failedAt > 0 ? 1 : 0;
                if (call.failedStatus == 401 || call.failedStatus == 407) {
                    call.verdict.challenged();
                }
                call.fromTag = e.fromTag();
                call.callee = dialledOn(e.callee()) ? e.callee() : call.callee;
                call.forgetFailure();
                goOnAfterCancel(e);
            }
            case BEYOND -> {
                call.proxied |= SocketName.same(e.source(), call.destination);
                call.verdict.mark(call.proxied ? VerdictState.PASSED_ON : 0);
                goOn();
            }
            case FORK -> {
                goOn();
                goOnAfterCancel(e);
            }
            case AGAIN -> call.verdict.invitedAgain(e.timeMicros(), call.startedAt);
        }
    }

    /**
     * Where a proxy hides who was there before, its INVITE goes on from where the first went to.
     */
    private BranchesState.Sight sight(CallEvent e) {
        boolean goesOn =
                SocketName.same(e.source(), call.destination)
                        && !SocketName.same(e.source(), call.source);
        return goesOn && call.branches.isFork(e)
                ? BranchesState.Sight.BEYOND
                : call.branches.see(e, call.roomLeft());
    }

    /** Overlap dialling (RFC 3578, 3): each INVITE has the digits of those before, and more. */
    private boolean dialledOn(String callee) {
        return !call.callee.isEmpty()
                && callee.length() > call.callee.length()
                && callee.startsWith(call.callee);
    }

    private void goOn() {
        if (!call.settled || call.branches.branches.stream().anyMatch(b -> b.status == 0)) {
            call.forgetFailure();
        }
    }

    /**
     * Of a proxy that is seen from below only, the CANCEL of one branch before the next is its own
     * (RFC 3261, 16.7, 16.8): who has given up does not invite again.
     */
    private void goOnAfterCancel(CallEvent e) {
        if (call.cancelledAt > 0 && e.timeMicros() > call.cancelledAt) {
            call.cancelledAt = 0;
            call.q850Cause = 0;
            call.verdict.notCancelled();
        }
    }

    /**
     * Whether an initial INVITE is that of a B2BUA's other leg, or a stranger's: it has another
     * From tag and another source; or it would be the caller's next try, but nothing has failed, or
     * it comes from where the caller's INVITE went.
     */
    private boolean isOtherLeg(CallEvent e) {
        if (SocketName.same(e.source(), call.source)) {
            return false;
        }
        if (!dialog.isOfAttempt(e)) {
            return true;
        }
        boolean again = call.branches.isNewer(e) && e.hops() <= call.branches.hops;
        return again && (call.failedAt == 0 || SocketName.same(e.source(), call.destination));
    }

    private void provisional(CallEvent e) {
        dialog.active(e);
        if (call.answeredAt > 0
                || !dialog.isOfAttempt(e)
                || e.status() == 100
                || e.status() == 199) {
            return;
        }
        if (call.branches.isNewer(e) || !call.settled) {
            call.forgetFailure();
        }
        call.toTag = e.toTag().isEmpty() ? call.toTag : e.toTag();
        call.verdict.mark(e.status() == 180 ? VerdictState.RANG : 0);
        call.verdict.mark(e.hasDescription() ? VerdictState.EARLY_MEDIA : 0);
        if (!e.rings()) {
            return;
        }
        if (dialog.isNearest(e)) {
            steps.ring(e.timeMicros(), e.timeMicros());
        } else {
            steps.hearRinging(e.timeMicros());
        }
    }

    private void success(CallEvent e) {
        if (PrivateAddress.hides(e.sender(), e.source())) {
            call.verdict.mark(VerdictState.CALLEE_HIDDEN);
        }
        if (call.answeredAt > 0) {
            if (dialog.isOfAttempt(e) && !call.branches.isNewer(e)) {
                dialog.answeredTwice(e);
                dialog.answeredBy(e);
                if (e.toTag().equals(call.toTag)) {
                    call.verdict.answeredAgain(e.timeMicros(), call.answeredAt);
                }
            } else {
                dialog.active(e);
            }
        } else if (dialog.isOfAttempt(e) && !(call.dialogAt > 0 && call.branches.isNewer(e))) {
            answer(e);
        }
    }

    private void answer(CallEvent e) {
        boolean nearest = dialog.isNearest(e);
        if (nearest && call.heardAnswerAt > 0 && dialog.isBehindB2bua(e)) {
            call.answerer = "";
        }
        dialog.answeredBy(e);
        if (!nearest && call.heardAnswerAt > 0) {
            return;
        }
        call.finalStatus = e.status();
        call.reason = e.reason();
        call.toTag = e.toTag().isEmpty() ? call.toTag : e.toTag();
        if (nearest) {
            steps.answer(e.timeMicros(), e.timeMicros());
        } else {
            steps.hearAnswer(e.timeMicros());
        }
    }

    private void failure(CallEvent e) {
        if (call.refused.size() < REFUSED_LIMIT
                && !call.refused.contains(e.branch())
                && call.hasRoomFor(e.branch())) {
            call.refused.add(e.branch());
        }
        if (call.answeredAt > 0 || !dialog.isOfAttempt(e) || call.branches.isOlder(e)) {
            return;
        }
        boolean later = call.branches.isNewer(e);
        if (later && (call.dialogAt > 0 || !SocketName.same(e.destination(), call.source))) {
            return;
        }
        call.verdict.refused(e.source(), e.status(), e.retryAfter(), e.explanation());
        boolean settles = call.branches.settle(e, call.source, call.roomLeft());
        if (call.settled && !settles) {
            return;
        }
        call.settled = settles;
        call.failedStatus = e.status();
        call.failedReason = e.reason();
        call.failedAt = Math.max(call.startedAt, e.timeMicros());
        call.failedCause = e.q850Cause();
        call.failedTag = e.toTag();
        call.heardAnswerAt = settles ? 0 : call.heardAnswerAt;
        if (settles && call.branches.retriedWithin(e.status()) == 0) {
            fail(call.failedAt);
        }
    }

    void fail(long known) {
        steps.concludeRinging(known);
        call.finalStatus = call.failedStatus;
        call.reason = call.failedReason;
        call.q850Cause = call.failedCause == 0 ? call.q850Cause : call.failedCause;
        call.toTag = call.failedTag.isEmpty() ? call.toTag : call.failedTag;
        boolean withdrawn =
                call.cancelledAt > 0
                        || call.byes.stream().anyMatch(bye -> bye.byCaller && bye.refused == 0);
        CallOutcome how = CallOutcome.of(call.failedStatus, call.ringingAt > 0, withdrawn);
        steps.end(how, call.failedAt, known, releaser(how));
    }

    /** Who ended a call that failed, as far as the status shows. */
    private String releaser(CallOutcome how) {
        if (how == CallOutcome.CANCELLED) {
            return CallSteps.CALLER;
        }
        boolean network =
                how == CallOutcome.FAILED
                        || call.failedStatus == 401
                        || call.failedStatus == 407
                        || call.failedStatus == 408;
        return network ? CallSteps.NETWORK : CallSteps.CALLEE;
    }

    void acknowledge(CallEvent e) {
        boolean proof =
                call.answeredAt == 0
                        && call.dialogAt == 0
                        && dialog.isOfAttempt(e)
                        && !call.branches.isNewer(e)
                        && !call.branches.isOlder(e)
                        && !e.toTag().isEmpty()
                        && e.source().equals(call.source)
                        && !call.branches.knows(e.branch())
                        && !call.refused.contains(e.branch())
                        && !isOfFailure(e);
        if (proof) {
            call.dialogAt = e.timeMicros();
        }
        if (proof || call.answeredAt > 0 && !call.refused.contains(e.branch())) {
            alive(e);
        }
        dialog.active(e);
    }

    /** Also with a branch of its own, as before RFC 3261 (17.1.1.3). */
    private boolean isOfFailure(CallEvent ack) {
        return call.failedAt > 0 && ack.toTag().equals(call.failedTag);
    }

    /** The caller has got the answer. */
    private void alive(CallEvent e) {
        if (e.fromTag().equals(call.fromTag) && dialog.isOfDialog(e)) {
            call.verdict.mark(VerdictState.ACKNOWLEDGED);
        }
    }

    void cancel(CallEvent e) {
        if (call.answeredAt == 0 && call.branches.cancel(e, call.source) && call.cancelledAt == 0) {
            call.cancelledAt = e.timeMicros();
            call.q850Cause = e.q850Cause();
            call.verdict.released(e.sipCause(), e.explanation());
        }
    }
}
