package io.siphon.udf.call;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * State: the calls of one Call-ID. It is one, but for legs of a B2BUA that keeps the Call-ID: these
 * have From tags of their own. Calls are in the order in which they began; behind them may be one
 * that has not begun, see {@link CallState#early}.
 */
public class CallIdState {

    /** Calls of one Call-ID at a time; INVITEs beyond them change nothing, and are counted. */
    public static final int MOST = 8;

    /** µs. */
    private static final long SECOND = 1_000_000;

    public List<CallState> calls = new ArrayList<>();

    public CallIdState() {}

    static CallIdState of(CallState call) {
        CallIdState all = new CallIdState();
        all.calls.add(call);
        return all;
    }

    /** The second at which they are looked at again, epoch ms: the same of all. */
    long timer() {
        return calls.get(0).timer;
    }

    void setTimer(long second) {
        calls.forEach(call -> call.timer = second);
    }

    /** See {@link CallState#deadline}; of the first that is due. */
    long deadline(long setupTimeout, long maxDuration) {
        long next = Long.MAX_VALUE;
        for (CallState call : calls) {
            next = Math.min(next, call.deadline(setupTimeout, maxDuration));
        }
        return next;
    }

    /**
     * The call that a message or note is about; null when it is about none of them.
     *
     * @param most calls at a time, at most {@link #MOST}; of 1, all INVITEs are of one call while
     *     it is up
     */
    @Nullable
    CallState about(CallEvent e, int most) {
        if (calls.size() == 1 && !e.opening() && !e.is(CallNotes.LEG)) {
            return calls.get(0);
        }
        if (e.isNote()) {
            return ofNote(e);
        }
        if (isBeside(e)) {
            return null;
        }
        CallState same = e.opening() ? ofCaller(e) : ofTags(e);
        return same == null && !isNextLeg(e, most) && calls.get(0).isStarted()
                ? calls.get(0)
                : same;
    }

    /**
     * Whether the caller of an answered call begins another with the same Call-ID: the From tag is
     * that of another dialog (RFC 3261, 12, 19.3), and what is answered is not tried again.
     */
    private boolean isBeside(CallEvent e) {
        return e.opening()
                && !e.fromTag().isEmpty()
                && calls.size() < MOST
                && ofTags(e) == null
                && calls.stream().anyMatch(call -> isAnsweredOf(call, e));
    }

    private static boolean isAnsweredOf(CallState call, CallEvent e) {
        return call.isUp()
                && call.answeredAt > 0
                && e.timeMicros() > call.answeredAt
                && !call.isEndedBy(e)
                && SocketName.same(e.source(), call.source)
                && e.hops() <= call.branches.hops
                && !call.branches.knows(e.branch());
    }

    /** Whether an initial INVITE is of a leg that none of the calls is; two have not one start. */
    private boolean isNextLeg(CallEvent e, int most) {
        return e.opening()
                && !e.fromTag().isEmpty()
                && calls.size() < most
                && calls.stream().noneMatch(call -> call.startedAt == e.timeMicros())
                && calls.stream().anyMatch(call -> call.isUp() && !call.isEndedBy(e));
    }

    /**
     * The caller's once more, also with another From tag; or another's after all calls have ended,
     * which takes the place of the last one.
     */
    @Nullable
    private CallState ofCaller(CallEvent e) {
        CallState same = ofTags(e);
        CallState last = null;
        boolean up = false;
        for (CallState call : calls) {
            if (same == null && isAgain(e, call)) {
                same = call;
            }
            last = call.isStarted() ? call : last;
            up |= call.isUp() && !call.isEndedBy(e);
        }
        return same == null && !up ? last : same;
    }

    /** Whether an INVITE with another From tag is of who sent that of the call. */
    private boolean isAgain(CallEvent e, CallState call) {
        boolean beside = call != calls.get(0) && call.isUp();
        return call.isStarted() && !beside && SocketName.same(e.source(), call.source);
    }

    /**
     * A B2BUA may have the same tag of its own towards both sides, so both legs may have one of the
     * tags: then it is of the first, since the caller's tag is in no message of the other.
     */
    @Nullable
    private CallState ofTags(CallEvent e) {
        for (CallState call : calls) {
            boolean mine =
                    call.isStarted()
                            && (call.fromTag.isEmpty()
                                    || call.fromTag.equals(e.fromTag())
                                    || call.fromTag.equals(e.toTag()));
            if (mine) {
                return call;
            }
        }
        return null;
    }

    /** Of media nobody knows which leg it is of: the first has it. */
    @Nullable
    private CallState ofNote(CallEvent e) {
        long startedAt = e.is(CallNotes.LEG) ? LegNote.read(e.text()).startedAt() : 0;
        CallState first = null;
        CallState last = null;
        for (CallState call : calls) {
            if (call.isStarted() && call.startedAt == startedAt) {
                return call;
            }
            first = first == null && call.isStarted() ? call : first;
            last = call.isStarted() ? call : last;
        }
        if (!e.is(CallNotes.LEG)) {
            return first;
        }
        // notes of a second come before its messages
        boolean ahead = startedAt / SECOND >= e.timeMicros() / SECOND;
        return ahead && (last == null || startedAt > last.startedAt) ? null : last;
    }

    /**
     * The call that an INVITE or a note begins: with what came before it, but for notes of INVITEs
     * that are yet to come. These go on waiting.
     */
    CallState next(String callId, CallEvent e) {
        CallState waiting = calls.get(calls.size() - 1);
        if (waiting.isStarted()) {
            return CallState.of(callId);
        }
        calls.remove(waiting);
        CallState rest = CallState.of(callId);
        for (CallEvent early : List.copyOf(waiting.early)) {
            boolean later =
                    e.opening()
                            && early.is(CallNotes.LEG)
                            && LegNote.read(early.text()).startedAt() > e.timeMicros();
            if (later) {
                waiting.early.remove(early);
                rest.early.add(early);
            }
        }
        if (!rest.early.isEmpty()) {
            calls.add(rest);
        }
        return waiting;
    }

    /** Whether a call with the From tag of an INVITE had begun by then. */
    boolean hasBegun(CallEvent e) {
        return calls.stream()
                .anyMatch(
                        call ->
                                call.isStarted()
                                        && call.startedAt <= e.timeMicros()
                                        && call.fromTag.equals(e.fromTag()));
    }

    /** Whether an initial INVITE is of a leg that there is no room for. */
    boolean hasNoRoomFor(CallEvent e) {
        return e.opening() && calls.size() >= MOST && ofCaller(e) == null;
    }

    /** Those that have begun come first. */
    void add(CallState call) {
        boolean waits = !calls.isEmpty() && !calls.get(calls.size() - 1).isStarted();
        calls.add(waits ? calls.size() - 1 : calls.size(), call);
    }
}
