package io.siphon.udf.call;

import io.siphon.schema.Call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How events and deadlines change a call. Independent of Flink; times come with the events. Apply
 * events in order of time; in any other order the call still ends in a valid state.
 *
 * <p>{@link InviteRules} handles INVITE, {@link ByeRules} handles BYE, {@link DialogRules} decides
 * which side sent a message, {@link CallSteps} decides what is emitted.
 */
final class CallRules {

    private static final int EARLY_LIMIT = 16;

    private final CallState call;
    private final CallSteps steps;
    private final DialogRules dialog;
    private final InviteRules invites;
    private final ByeRules byes;
    private final CallNotes notes;

    /**
     * @param call is changed in place
     * @param changes gets the whole call at each change
     */
    CallRules(CallState call, Consumer<Call> changes) {
        this.call = call;
        steps = new CallSteps(call, changes);
        dialog = new DialogRules(call);
        invites = new InviteRules(call, dialog, steps);
        byes = new ByeRules(call, dialog, steps);
        notes = new CallNotes(call, changes);
    }

    /**
     * Applies one event.
     *
     * @return false when no call is known that the event could belong to, and it can begin none
     */
    boolean apply(CallEvent e) {
        if (!call.isStarted()) {
            return e.opening() ? start(e) : keep(e);
        }
        if (e.isNote()) {
            notes.apply(e);
            return true;
        }
        if (call.closedAt > 0) {
            return true;
        }
        invites.negotiate(e);
        switch (e.method()) {
            case "INVITE" -> {
                if (e.isRequest() && !e.opening()) {
                    byes.aliveAfterBye(e);
                    dialog.refreshTarget(e);
                }
                invites.apply(e);
            }
            case "ACK" -> invites.acknowledge(e);
            case "CANCEL" -> invites.cancel(e);
            case "BYE" -> {
                return byes.apply(e);
            }
            default -> {
                byes.aliveAfterBye(e);
                dialog.refreshTarget(e);
                dialog.active(e);
            }
        }
        return true;
    }

    /** What is due after all that was heard beyond the caller's hop: the call goes on. */
    boolean conclude(long now) {
        if (!call.isUp() || call.heardUntil() > now) {
            return false;
        }
        steps.conclude(now);
        return true;
    }

    /** Ends an answered call whose deadline has passed. */
    void expire(long now) {
        steps.conclude(now);
        ByeState bye = call.lastWord();
        if (bye != null) {
            byes.hangUp(bye, now);
        } else if (call.isOpen()) {
            steps.answerIfProved(now);
            steps.end(CallOutcome.TIMED_OUT, now, now, CallSteps.NETWORK);
        } else if (call.failedAt > 0) {
            invites.fail(now);
        } else {
            steps.end(CallOutcome.CANCELLED, call.cancelledAt, now, CallSteps.CALLER);
        }
    }

    /** Ends an answered call because the state is full. */
    void evict(long now) {
        long at = Math.max(now, call.activeAt);
        steps.conclude(at);
        if (call.isOpen()) {
            steps.answerIfProved(at);
            steps.end(CallOutcome.EVICTED, at, at, "");
        } else {
            expire(at);
        }
    }

    private boolean keep(CallEvent e) {
        if (e.is(CallNotes.MEDIA)) {
            return true; // the call was up before the capture began
        }
        boolean mayOvertake = e.isNote() || e.is("CANCEL") || e.is("INVITE") && !e.isRequest();
        return mayOvertake
                && call.early.size() < EARLY_LIMIT
                && call.hasRoomForEarly(e)
                && call.early.add(e);
    }

    private boolean start(CallEvent e) {
        List<CallEvent> overtaking = call.early;
        call.early = new ArrayList<>();
        overtaking.stream().filter(CallEvent::isNote).forEach(notes::take);
        invites.start(e);
        for (CallEvent before : overtaking) {
            if (!before.isNote() && before.timeMicros() >= call.startedAt - CallState.OVERTAKING) {
                apply(before.at(call.startedAt));
            }
        }
        return true;
    }
}
