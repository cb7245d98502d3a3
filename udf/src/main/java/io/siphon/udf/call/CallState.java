package io.siphon.udf.call;

import io.siphon.udf.order.InOrderFunction;

import java.util.ArrayList;
import java.util.List;

/**
 * State: one call as far as it has been seen; {@link CallRules} change it. Times are epoch µs, 0
 * when it has not happened.
 *
 * <p>Before the first initial INVITE it only keeps responses that overtook it by a little; after
 * the end {@link CallStateCodec} keeps the least of it.
 */
public class CallState {

    /** How far a response may be stamped before its INVITE by another capturing process. */
    static final long OVERTAKING = 50_000;

    /**
     * 64·T1 (RFC 3261, 17): how long a transaction may still be heard of after its end, a CANCEL
     * waits for the final response (9.1), and a challenged or redirected caller has time to try
     * again.
     */
    static final long LINGER = 32_000_000;

    /**
     * Octets of the texts in all lists: of hostile ones there are fewer. 32 branches of the usual
     * length fit. Together with the other texts, none of which is longer than its column, state is
     * 4 kB at most.
     */
    static final int LISTS_ROOM = 1_450;

    /** Octets of the texts of events that came before their INVITE. */
    private static final int EARLY_ROOM = 3_000;

    /** Around each text, and beside it in its list. */
    private static final int FRAME = 5;

    public String callId = "";
    public String caller = "";
    public String callee = "";
    public String fromTag = "";
    public String toTag = "";
    public String source = "";
    public String destination = "";
    public String node = "";
    public String trunk = "";
    public String direction = "";
    public String userAgent = "";
    public String correlationId = "";
    public String offered = "";
    public String answered = "";

    public long startedAt;
    public long ringingAt;
    public long answeredAt;
    public long endedAt;

    /** When the end was known: when lingering begins. */
    public long closedAt;

    public CallOutcome outcome = CallOutcome.IN_PROGRESS;
    public int finalStatus;
    public int q850Cause;
    public String releasedBy = "";

    /** Last INVITE or provisional response; once answered, last sign of life. */
    public long activeAt;

    /** First caller's CANCEL. */
    public long cancelledAt;

    /** First proof of a dialog whose 2xx was not seen: an ACK of its own, or a re-INVITE. */
    public long dialogAt;

    /** The failure response to end with if nothing better comes; {@link #failedAt} 0: none. */
    public int failedStatus;

    public long failedAt;
    public int failedCause;
    public String failedTag = "";

    /** Whether the caller got that failure, and may still try again. */
    public boolean settled;

    public BranchesState branches = new BranchesState();

    /** To tags of further 2xx: a fork that two answered (RFC 3261, 13.2.2.4). */
    public List<String> otherTags = new ArrayList<>();

    /** To tags of those that a BYE has ended, while another stays. */
    public List<String> goneTags = new ArrayList<>();

    /** Branches of failures at any hop: an ACK of the same branch is theirs, and no caller's. */
    public List<String> refused = new ArrayList<>();

    /** Came before the INVITE. */
    public List<CallEvent> early = new ArrayList<>();

    /** The second at which it is looked at again, epoch ms, see {@link InOrderFunction#wake}. */
    public long timer;

    public CallState() {}

    public static CallState of(String callId) {
        CallState call = new CallState();
        call.callId = callId;
        return call;
    }

    CallState withTimer(long set) {
        timer = set;
        return this;
    }

    public boolean isStarted() {
        return startedAt > 0;
    }

    /** Started, and not ended. */
    public boolean isUp() {
        return startedAt > 0 && closedAt == 0;
    }

    /**
     * Whether an event begins a new call of the same Call-ID after this has ended: an INVITE
     * without To tag that is no view of those seen, from a caller that tries again.
     */
    public boolean isFollowedBy(CallEvent e) {
        return closedAt > 0
                && e.opening()
                && e.timeMicros() > endedAt
                && e.hops() <= branches.hops
                && !branches.knows(e.branch())
                && (branches.isNewer(e) || SocketName.same(e.source(), source));
    }

    /**
     * When something is due if nothing more is heard.
     *
     * @param setupTimeout µs
     * @param maxDuration µs
     */
    public long deadline(long setupTimeout, long maxDuration) {
        if (!isStarted()) {
            return early.get(0).timeMicros() + OVERTAKING;
        }
        if (closedAt > 0) {
            return closedAt + LINGER;
        }
        if (answeredAt > 0 || dialogAt > 0) {
            return activeAt + maxDuration;
        }
        long deadline = activeAt + setupTimeout;
        if (settled) {
            deadline = Math.min(deadline, failedAt + LINGER);
        }
        if (cancelledAt > 0) {
            deadline = Math.min(deadline, cancelledAt + LINGER);
        }
        return deadline;
    }

    /** Whether the deadline ends a call that nothing is known of to have ended. */
    public boolean isOpen() {
        return isUp() && (answeredAt > 0 || dialogAt > 0 || failedAt == 0 && cancelledAt == 0);
    }

    /** Octets that texts in lists may still take. */
    int roomLeft() {
        int taken = octets(otherTags) + octets(goneTags) + octets(refused);
        for (BranchState branch : branches.branches) {
            taken += octets(branch.id);
        }
        return LISTS_ROOM - taken;
    }

    boolean hasRoomFor(String text) {
        return octets(text) <= roomLeft();
    }

    boolean hasRoomForEarly(CallEvent event) {
        int taken = 0;
        for (CallEvent other : early) {
            taken += octets(other);
        }
        return taken + octets(event) <= EARLY_ROOM;
    }

    /** Of what a response or a CANCEL has. */
    private static int octets(CallEvent event) {
        return 40
                + octets(event.callId())
                + octets(event.branch())
                + octets(event.source())
                + octets(event.destination())
                + octets(event.fromTag())
                + octets(event.toTag())
                + octets(event.codecs());
    }

    private static int octets(List<String> texts) {
        int octets = 0;
        for (String text : texts) {
            octets += octets(text);
        }
        return octets;
    }

    /** Of UTF-8, and around it. */
    static int octets(String text) {
        int octets = FRAME;
        for (int i = 0; i < text.length(); i++) {
            octets += text.charAt(i) < 0x80 ? 1 : text.charAt(i) < 0x800 ? 2 : 3;
        }
        return octets;
    }

    /** The call as it is now, for a change that became known at {@code at}. */
    Call snapshot(CallChange change, long at) {
        long pickedUp = ringingAt > 0 ? ringingAt : answeredAt;
        boolean over = endedAt > 0 && answeredAt > 0 && outcome == CallOutcome.ANSWERED;
        return new Call(
                callId,
                change,
                at,
                caller,
                callee,
                fromTag,
                toTag,
                source,
                destination,
                node,
                trunk,
                direction,
                startedAt,
                ringingAt,
                answeredAt,
                endedAt,
                pickedUp > 0 ? millis(pickedUp - startedAt) : -1,
                answeredAt > 0 ? millis(answeredAt - startedAt) : -1,
                over ? millis(endedAt - answeredAt) : -1,
                outcome,
                finalStatus,
                q850Cause,
                releasedBy,
                userAgent,
                answered.isEmpty() ? offered : answered,
                correlationId);
    }

    /** Rounded half up. */
    private static long millis(long micros) {
        return Math.floorDiv(micros + 500, 1000L);
    }
}
