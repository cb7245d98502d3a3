package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How events and deadlines change a call. It knows nothing of Flink; times come with the events.
 * Apply events in order; in any other order the call still ends in a valid state.
 *
 * <p>A BYE ends the call at its own time, when it has the tags of a dialog of the call, in either
 * direction, and is answered by a 2xx, or by nothing for {@link CallState#HELD}. One that is
 * refused ends nothing (RFC 3261, 12.2.2, 15.1.2); but where the answer is 408 or 481, the side
 * that sent it has given the dialog up (15.1.1): if nothing is heard of the dialog for {@link
 * CallState#SESSION}, or the other side sends its own BYE, it did end the call. A caller's BYE
 * before the answer cancels the call. BYEs of other tags are nobody's.
 *
 * @param call is changed in place
 * @param changes gets the whole call at each change
 */
record CallRules(CallState call, Consumer<Call> changes) {

    /**
     * RFC 3261, 8.1.3.5 (413, 415, 416, 420) and 21.4.26 (488, and 606 alike); RFC 3263, 4.3 (503);
     * RFC 3329 (421, 494); RFC 4028 (422); RFC 8224 (428).
     */
    private static final Set<Integer> RETRIED =
            Set.of(413, 415, 416, 420, 421, 422, 428, 488, 494, 503, 606);

    private static final int EARLY_LIMIT = 16;
    private static final int TAGS_LIMIT = 8;
    private static final int REFUSED_LIMIT = 16;

    /**
     * Applies one event.
     *
     * @return false when no call is known that the event could belong to, and it can begin none
     */
    public boolean apply(CallEvent e) {
        if (!call.isStarted()) {
            return e.opening() ? start(e) : keep(e);
        }
        if (call.closedAt > 0) {
            return true;
        }
        switch (e.method()) {
            case "INVITE" -> {
                if (e.isRequest()) {
                    invite(e);
                } else if (e.status() < 200) {
                    provisional(e);
                } else if (e.status() < 300) {
                    success(e);
                } else {
                    failure(e);
                }
            }
            case "ACK" -> acknowledge(e);
            case "CANCEL" -> cancel(e);
            case "BYE" -> {
                return bye(e);
            }
            default -> {
                aliveAfterBye(e);
                active(e);
            }
        }
        return true;
    }

    /** Ends a call that is up, for its deadline has come. */
    public void expire(long now) {
        ByeState bye = call.lastWord();
        if (bye != null) {
            hangUp(bye, now);
        } else if (call.isOpen()) {
            end(CallOutcome.TIMED_OUT, now, now, "");
        } else if (call.failedAt > 0) {
            fail(now);
        } else {
            end(CallOutcome.CANCELLED, call.cancelledAt, now, "caller");
        }
    }

    /** Ends a call that is up, for want of room. */
    public void evict(long now) {
        long at = Math.max(now, call.activeAt);
        if (call.isOpen()) {
            end(CallOutcome.EVICTED, at, at, "");
        } else {
            expire(at);
        }
    }

    private boolean keep(CallEvent e) {
        boolean mayOvertake = e.is("CANCEL") || e.is("INVITE") && !e.isRequest();
        return mayOvertake
                && call.early.size() < EARLY_LIMIT
                && call.hasRoomForEarly(e)
                && call.early.add(e);
    }

    private boolean start(CallEvent e) {
        call.startedAt = e.timeMicros();
        call.activeAt = call.startedAt;
        call.fromTag = e.fromTag();
        call.branches.see(e, call.roomLeft());
        describe(e);
        changes.accept(call.snapshot(CallChange.STARTED, call.startedAt));
        List<CallEvent> overtaking = call.early;
        call.early = new ArrayList<>();
        for (CallEvent before : overtaking) {
            if (before.timeMicros() >= call.startedAt - CallState.OVERTAKING) {
                apply(before.at(call.startedAt));
            }
        }
        return true;
    }

    /** Takes over what only the INVITE nearest the caller tells. */
    private void describe(CallEvent e) {
        call.source = e.source();
        call.destination = e.destination();
        call.caller = e.caller();
        call.callee = e.callee();
        call.node = e.node();
        call.direction = e.direction();
        call.userAgent = e.userAgent().isEmpty() ? call.userAgent : e.userAgent();
        complete(e);
    }

    /** Takes what any INVITE may tell first. */
    private void complete(CallEvent e) {
        call.trunk = call.trunk.isEmpty() ? e.trunk() : call.trunk;
        call.correlationId = call.correlationId.isEmpty() ? e.correlationId() : call.correlationId;
        call.offered = call.offered.isEmpty() ? e.codecs() : call.offered;
    }

    /** While the call is up, no INVITE is a new attempt, with To tag or without. */
    private void invite(CallEvent e) {
        if (!e.opening()) {
            if (call.answeredAt == 0 && call.dialogAt == 0 && isOfDialog(e)) {
                call.dialogAt = e.timeMicros();
            }
            aliveAfterBye(e);
            active(e);
            return;
        }
        if (!isOfAttempt(e) && !SocketName.same(e.source(), call.source)) {
            // a B2BUA's other leg, or a stranger: only the trunk is of our own configuration
            call.trunk = call.trunk.isEmpty() ? e.trunk() : call.trunk;
            return;
        }
        call.activeAt = Math.max(call.activeAt, e.timeMicros());
        complete(e);
        if (call.answeredAt > 0) {
            return;
        }
        switch (call.branches.see(e, call.roomLeft())) {
            case NEARER -> describe(e);
            case RETRY -> {
                call.retries += call.failedAt > 0 ? 1 : 0;
                call.fromTag = e.fromTag();
                forgetFailure();
            }
            case FORK, BEYOND -> {
                if (!call.settled || call.branches.branches.stream().anyMatch(b -> b.status == 0)) {
                    forgetFailure();
                }
            }
            case AGAIN -> {}
        }
    }

    private void provisional(CallEvent e) {
        active(e);
        if (call.answeredAt > 0 || !isOfAttempt(e) || e.status() == 100 || e.status() == 199) {
            return;
        }
        if (call.branches.isNewer(e) || !call.settled) {
            forgetFailure();
        }
        call.toTag = e.toTag().isEmpty() ? call.toTag : e.toTag();
        call.answered = call.answered.isEmpty() ? e.codecs() : call.answered;
        if (call.ringingAt == 0) {
            call.ringingAt = Math.max(call.startedAt, e.timeMicros());
            changes.accept(call.snapshot(CallChange.RINGING, call.ringingAt));
        }
    }

    private void success(CallEvent e) {
        if (call.answeredAt > 0) {
            if (isOfAttempt(e) && !call.branches.isNewer(e)) {
                answeredTwice(e);
            } else {
                active(e);
            }
        } else if (isOfAttempt(e) && !(call.dialogAt > 0 && call.branches.isNewer(e))) {
            call.finalStatus = e.status();
            call.reason = e.reason();
            call.toTag = e.toTag().isEmpty() ? call.toTag : e.toTag();
            call.answered = e.codecs().isEmpty() ? call.answered : e.codecs();
            answer(e.timeMicros(), e.timeMicros());
        }
    }

    private void answer(long at, long known) {
        call.answeredAt = Math.max(call.startedAt, at);
        call.activeAt = Math.max(call.activeAt, call.answeredAt);
        call.outcome = CallOutcome.ANSWERED;
        forgetFailure();
        changes.accept(call.snapshot(CallChange.ANSWERED, Math.max(call.startedAt, known)));
    }

    private void answeredTwice(CallEvent e) {
        String tag = e.toTag();
        if (!tag.isEmpty()
                && !tag.equals(call.toTag)
                && !call.otherTags.contains(tag)
                && !call.goneTags.contains(tag)
                && call.otherTags.size() + call.goneTags.size() < TAGS_LIMIT
                && call.hasRoomFor(tag)) {
            call.otherTags.add(tag);
        }
    }

    private void failure(CallEvent e) {
        if (call.refused.size() < REFUSED_LIMIT
                && !call.refused.contains(e.branch())
                && call.hasRoomFor(e.branch())) {
            call.refused.add(e.branch());
        }
        if (call.answeredAt > 0 || !isOfAttempt(e) || call.branches.isOlder(e)) {
            return;
        }
        if (call.dialogAt > 0 && call.branches.isNewer(e)) {
            return;
        }
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
        if (settles && retriedWithin(e.status()) == 0) {
            fail(call.failedAt);
        }
    }

    /**
     * How long a failure waits for the caller's user agent to answer it by itself, with a new
     * INVITE of the same Call-ID, µs: for a redirection and a challenge somebody may have to be
     * asked; what it may ask for in another way, or at another gateway, it does at once. 0: it does
     * not.
     */
    static long retriedWithin(int status) {
        if (status < 400 || status == 401 || status == 407) {
            return CallState.LINGER;
        }
        return RETRIED.contains(status) ? CallState.AT_ONCE : 0;
    }

    private void forgetFailure() {
        call.failedAt = 0;
        call.failedStatus = 0;
        call.failedReason = "";
        call.failedCause = 0;
        call.failedTag = "";
        call.settled = false;
    }

    private void fail(long known) {
        call.finalStatus = call.failedStatus;
        call.reason = call.failedReason;
        call.q850Cause = call.failedCause == 0 ? call.q850Cause : call.failedCause;
        call.toTag = call.failedTag.isEmpty() ? call.toTag : call.failedTag;
        boolean withdrawn =
                call.cancelledAt > 0
                        || call.byes.stream().anyMatch(bye -> bye.byCaller && bye.refused == 0);
        CallOutcome how = CallOutcome.of(call.failedStatus, call.ringingAt > 0, withdrawn);
        end(how, call.failedAt, known, releaser(how));
    }

    /** Who ended a call that failed, as far as the status tells. */
    private String releaser(CallOutcome how) {
        if (how == CallOutcome.CANCELLED) {
            return "caller";
        }
        boolean network =
                how == CallOutcome.FAILED
                        || call.failedStatus == 401
                        || call.failedStatus == 407
                        || call.failedStatus == 408;
        return network ? "network" : "callee";
    }

    private void acknowledge(CallEvent e) {
        boolean proof =
                call.answeredAt == 0
                        && call.dialogAt == 0
                        && isOfAttempt(e)
                        && !call.branches.isNewer(e)
                        && !call.branches.isOlder(e)
                        && !e.toTag().isEmpty()
                        && e.source().equals(call.source)
                        && !call.branches.knows(e.branch())
                        && !call.refused.contains(e.branch());
        if (proof) {
            call.dialogAt = e.timeMicros();
        }
        active(e);
    }

    private void cancel(CallEvent e) {
        if (call.answeredAt == 0 && call.branches.cancel(e, call.source) && call.cancelledAt == 0) {
            call.cancelledAt = e.timeMicros();
            call.q850Cause = e.q850Cause();
        }
    }

    /** Returns false when it is of no dialog of this call. */
    private boolean bye(CallEvent e) {
        if (!isOfDialog(e)) {
            return false;
        }
        boolean byCaller = !call.fromTag.isEmpty() && e.fromTag().equals(call.fromTag);
        if (leavesAnother(byCaller ? e.toTag() : e.fromTag())) {
            return true;
        }
        ByeState bye = call.bye(e.cseq(), byCaller);
        if (e.isRequest()) {
            if (bye == null) {
                hold(e, byCaller);
            }
        } else if (e.status() >= 300 && bye != null) {
            refuse(bye, e);
        } else if (e.status() >= 200 && e.status() < 300) {
            if (bye == null) {
                hold(e, byCaller);
            } else {
                bye.refused = 0;
                bye.ends = true;
            }
            hangUp(call.lastWord(), e.timeMicros());
        }
        return true;
    }

    private void hold(CallEvent e, boolean byCaller) {
        ByeState bye = new ByeState();
        bye.at = Math.max(e.timeMicros(), call.startedAt);
        bye.cseq = e.cseq();
        bye.byCaller = byCaller;
        bye.q850Cause = e.q850Cause();
        call.hold(bye);
    }

    private void refuse(ByeState bye, CallEvent e) {
        bye.refused = e.status();
        bye.ends = bye.ends && (e.status() == 408 || e.status() == 481);
        boolean both =
                call.byes.stream()
                        .anyMatch(b -> b.ends && b.refused > 0 && b.byCaller != bye.byCaller);
        if (bye.ends && both) {
            hangUp(call.lastWord(), e.timeMicros());
        }
    }

    /** A dialog that one side asks something of after a refused BYE goes on. */
    private void aliveAfterBye(CallEvent e) {
        if (!call.byes.isEmpty() && e.isRequest() && isOfDialog(e)) {
            call.byes.forEach(bye -> bye.ends = bye.ends && bye.refused == 0);
        }
    }

    private void hangUp(@Nullable ByeState bye, long known) {
        if (bye == null) {
            return;
        }
        if (call.answeredAt == 0 && call.dialogAt > 0) {
            answer(call.dialogAt, known);
        }
        if (call.answeredAt == 0 && bye.byCaller) {
            withdraw(bye);
            return;
        }
        call.q850Cause = bye.q850Cause;
        end(
                CallOutcome.ANSWERED,
                Math.max(bye.at, call.answeredAt),
                known,
                bye.byCaller ? "caller" : call.fromTag.isEmpty() ? "" : "callee");
        call.closedAt = call.endedAt; // retransmissions are of then
    }

    /** As by CANCEL: what the INVITE is answered by follows (RFC 3261, 15.1.2). */
    private void withdraw(ByeState bye) {
        bye.ends = false;
        if (call.cancelledAt == 0) {
            call.cancelledAt = bye.at;
            call.q850Cause = bye.q850Cause;
        }
    }

    /** Of a fork that several answered, the caller ends all but one at once. */
    private boolean leavesAnother(String tag) {
        if (call.goneTags.contains(tag)) {
            return true;
        }
        if (call.otherTags.remove(tag)) {
            return call.goneTags.add(tag);
        }
        if (call.otherTags.isEmpty() || !tag.equals(call.toTag)) {
            return false;
        }
        call.toTag = call.otherTags.remove(0);
        return call.goneTags.add(tag);
    }

    /** What others say with this Call-ID is no sign of the call's life. */
    private void active(CallEvent e) {
        if (e.fromTag().equals(call.fromTag) || isOfDialog(e)) {
            call.activeAt = Math.max(call.activeAt, e.timeMicros());
        }
    }

    /** Whether the tags are those of caller and callee, in either direction. */
    private boolean isOfDialog(CallEvent e) {
        if (call.fromTag.isEmpty()) {
            return isCallees(e.fromTag()) || isCallees(e.toTag());
        }
        return e.fromTag().equals(call.fromTag) && isCallees(e.toTag())
                || e.toTag().equals(call.fromTag) && isCallees(e.fromTag());
    }

    /** Before the answer any may be: who of a fork answers is not known. */
    private boolean isCallees(String tag) {
        return call.answeredAt == 0
                || call.toTag.isEmpty()
                || tag.equals(call.toTag)
                || call.otherTags.contains(tag)
                || call.goneTags.contains(tag);
    }

    /**
     * Not a re-INVITE's of the callee, nor a stranger's who does not know the tag: a response has
     * the From of its request (RFC 3261, 8.2.6.2).
     */
    private boolean isOfAttempt(CallEvent e) {
        return call.fromTag.isEmpty() || e.fromTag().equals(call.fromTag);
    }

    private void end(CallOutcome how, long at, long known, String by) {
        call.outcome = how;
        call.endedAt = at;
        call.closedAt = known;
        call.releasedBy = by;
        changes.accept(call.snapshot(CallChange.ENDED, known));
    }
}
