package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallLeg;
import io.siphon.schema.CallVerdict;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.session.AgreedCodecsState;
import io.siphon.udf.verdict.Evidence;
import io.siphon.udf.verdict.VerdictState;
import io.siphon.udf.verdict.Verdicts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * State: one call as far as observed, changed by {@link CallRules}. Times are epoch µs, 0 when it
 * has not happened.
 *
 * <p>Before the first initial INVITE it only keeps responses that overtook the INVITE. After the
 * end {@link CallStateCodec} writes only what is still needed.
 */
public class CallState {

    /** How far a response may be stamped before its INVITE by another capturing process. */
    static final long OVERTAKING = 50_000;

    /**
     * 64·T1 (RFC 3261, 17): how long a transaction may still be heard of after its end, a CANCEL
     * waits for the final response (9.1), and a challenged or redirected caller has time to try
     * again.
     */
    public static final long LINGER = 32_000_000;

    /**
     * How long an ended call waits for what its media was like: as long as {@link
     * io.siphon.udf.rtcp.RtcpTracker} waits for reports after it, and for its row to be known.
     */
    static final long MEDIA_LINGER = 75_000_000;

    /**
     * T2 (RFC 3261, 17.1.2.2), the longest pause between two retransmissions of a BYE: a BYE that
     * is not refused for so long ends the call, also when its answer was not captured.
     */
    static final long HELD = 4_000_000;

    /**
     * What a user agent does at once after a failure has been seen by then, and what has passed one
     * hop has passed the next: twice T1, the round trip that RFC 3261 assumes (17.1.1.1).
     */
    public static final long AT_ONCE = 1_000_000;

    /**
     * The usual session interval (RFC 4028, 4): a call that nothing is heard of for so long after a
     * BYE was answered 408 or 481 ended at that BYE (RFC 3261, 15.1.1).
     */
    static final long SESSION = 1_800_000_000;

    private static final int BYES_LIMIT = 8;

    /**
     * Octets of the texts in all lists: of hostile ones there are fewer. 32 branches of the usual
     * length fit. Together with the other texts, none of which is longer than its column, state is
     * 4 kB at most.
     */
    static final int LISTS_ROOM = 1_450;

    /** Octets of the texts of events that came before their INVITE. */
    private static final int EARLY_ROOM = 3_000;

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

    /** What both sides agreed on. */
    public AgreedCodecsState codecs = new AgreedCodecsState();

    public long startedAt;

    /** Of the agent that saw the first INVITE, see {@link Call#clockOffset}. */
    public long clockOffset;

    public long ringingAt;
    public long answeredAt;
    public long endedAt;

    /** When the end was known: when lingering begins. */
    public long closedAt;

    public CallOutcome outcome = CallOutcome.IN_PROGRESS;
    public int finalStatus;
    public String reason = "";
    public int q850Cause;
    public String releasedBy = "";

    /** Last INVITE or provisional response; once answered, last sign of life. */
    public long activeAt;

    /** First caller's CANCEL. */
    public long cancelledAt;

    /** First proof of a dialog whose 2xx was not seen: an ACK of its own, or a re-INVITE. */
    public long dialogAt;

    /**
     * First ringing that was seen beyond the hop nearest the caller only, see {@link CallSteps}.
     */
    public long heardRingingAt;

    /** First 2xx, likewise. */
    public long heardAnswerAt;

    /** Source of the 2xx where it was seen furthest from the caller; empty while there is none. */
    public String answerer = "";

    /** Via values of that 2xx. */
    public int answererHops;

    /** Host of its Contact. */
    public String answererHost = "";

    /** Whether where the caller's INVITE went passed it on. */
    public boolean proxied;

    /** Source of the first BYE that its sender made; empty while there is none. */
    public String byeFrom = "";

    /** Whether that has the caller's tag for its From. */
    public boolean byeFromCaller;

    /** The failure response to end with if nothing better comes; {@link #failedAt} 0: none. */
    public int failedStatus;

    public String failedReason = "";
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

    /** BYEs of the call's dialogs that have not ended it. */
    public List<ByeState> byes = new ArrayList<>();

    /** New INVITEs of the caller's after a failure: challenges answered, gateways tried next. */
    public int retries;

    /** By {@link LegNote}s. */
    public CallLeg leg = CallLeg.NONE;

    /** By {@link MediaNote}s. */
    public CallMediaState media = new CallMediaState();

    /** Evidence of why it ends as it does. */
    public VerdictState verdict = new VerdictState();

    /** Came before the INVITE. */
    public List<CallEvent> early = new ArrayList<>();

    /** The second at which it is looked at again, epoch ms, see {@link InOrderFunction#wake}. */
    public long timer;

    /** Address that the caller has moved to since; empty while he has not. */
    public String callerMoved = "";

    /** The callee's, likewise. */
    public String calleeMoved = "";

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
     * without To tag that is no view of those seen: from the caller once more, or another's.
     */
    public boolean isFollowedBy(CallEvent e) {
        return closedAt > 0 && follows(e, endedAt);
    }

    /** Whether it shows, as by the next call, that the BYE that is held was the end of this one. */
    boolean isEndedBy(CallEvent e) {
        ByeState bye = isUp() && answeredAt > 0 ? lastWord() : null;
        return bye != null && bye.refused == 0 && follows(e, bye.at);
    }

    private boolean follows(CallEvent e, long end) {
        return e.opening()
                && e.timeMicros() > end
                && e.hops() <= branches.hops
                && !branches.knows(e.branch())
                && (branches.isNewer(e)
                        || SocketName.same(e.source(), source)
                        || !fromTag.isEmpty() && !e.fromTag().equals(fromTag));
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
            return closedAt + (media.awaited ? MEDIA_LINGER : LINGER);
        }
        boolean early = answeredAt == 0 && dialogAt == 0;
        long deadline = activeAt + (early ? setupTimeout : maxDuration);
        deadline = Math.min(deadline, heardUntil());
        for (ByeState bye : byes) {
            deadline = bye.ends ? Math.min(deadline, bye.deadline(early)) : deadline;
        }
        if (!early) {
            return deadline;
        }
        if (settled) {
            deadline = Math.min(deadline, failedAt + branches.retriedWithin(failedStatus));
        }
        if (cancelledAt > 0) {
            deadline = Math.min(deadline, cancelledAt + LINGER);
        }
        return deadline;
    }

    /** Until when what was heard beyond the caller's hop waits to be seen there; never: nothing. */
    long heardUntil() {
        long until = Long.MAX_VALUE;
        if (heardRingingAt > 0 && ringingAt == 0) {
            until = heardRingingAt + AT_ONCE;
        }
        if (heardAnswerAt > 0 && answeredAt == 0) {
            until = Math.min(until, heardAnswerAt + AT_ONCE);
        }
        return until;
    }

    void forgetFailure() {
        failedAt = 0;
        failedStatus = 0;
        failedReason = "";
        failedCause = 0;
        failedTag = "";
        settled = false;
        verdict.forgetFailure();
    }

    /** Whether the deadline ends a call that nothing is known of to have ended. */
    public boolean isOpen() {
        return isUp()
                && byes.stream().noneMatch(bye -> bye.ends)
                && (answeredAt > 0 || dialogAt > 0 || failedAt == 0 && cancelledAt == 0);
    }

    /** The BYE with that number from that side; null when there is none. */
    ByeState bye(long cseq, boolean byCaller) {
        for (ByeState bye : byes) {
            if (bye.cseq == cseq && bye.byCaller == byCaller) {
                return bye;
            }
        }
        return null;
    }

    /** Holds a BYE; where there are too many, in place of one that ends nothing. */
    void hold(ByeState bye) {
        if (byes.size() < BYES_LIMIT
                || byes.removeIf(old -> !old.ends)
                || byes.removeIf(old -> old.refused > 0)) {
            byes.add(bye);
        }
    }

    /**
     * The BYE that ends the call: the first that was not refused, else the first that was; null
     * when there is none.
     */
    ByeState lastWord() {
        return byes.stream()
                .filter(bye -> bye.ends)
                .min(
                        Comparator.comparing((ByeState bye) -> bye.refused > 0)
                                .thenComparingLong(bye -> bye.at))
                .orElse(null);
    }

    /** Octets that texts in lists may still take. */
    int roomLeft() {
        int taken =
                TextRoom.octets(otherTags) + TextRoom.octets(goneTags) + TextRoom.octets(refused);
        for (BranchState branch : branches.branches) {
            taken += TextRoom.octets(branch.id);
        }
        return LISTS_ROOM - taken;
    }

    boolean hasRoomFor(String text) {
        return TextRoom.octets(text) <= roomLeft();
    }

    boolean hasRoomForEarly(CallEvent event) {
        int taken = 0;
        for (CallEvent other : early) {
            taken += other.octets();
        }
        return taken + event.octets() <= EARLY_ROOM;
    }

    /** The call as it is now, for a change that became known at {@code at}. */
    Call snapshot(CallChange change, long at) {
        Call call = withoutVerdict(change, at);
        return closedAt > 0 ? call.with(Verdicts.of(new Evidence(call, verdict))) : call;
    }

    private Call withoutVerdict(CallChange change, long at) {
        long pickedUp = ringingAt > 0 ? ringingAt : answeredAt;
        boolean over = endedAt > 0 && answeredAt > 0 && outcome == CallOutcome.ANSWERED;
        boolean decided = outcome != CallOutcome.IN_PROGRESS; // an answer may only be heard of
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
                outcome.inRecord(),
                decided ? finalStatus : 0,
                q850Cause,
                releasedBy,
                userAgent,
                codecs.text(),
                correlationId,
                decided ? reason : "",
                retries,
                clockOffset,
                leg,
                media.media,
                CallVerdict.NONE,
                verdict.signalling());
    }

    /** Rounded half up. */
    private static long millis(long micros) {
        return Math.floorDiv(micros + 500, 1000L);
    }
}
