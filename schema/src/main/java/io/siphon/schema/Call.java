package io.siphon.schema;

import java.util.List;

/**
 * One call attempt by its Call-ID: an authentication challenge and its retry are one, forks are
 * one, hops and agents that saw it are one. It is emitted anew at each {@link CallChange}, whole
 * each time; the key is {@code callId, startedAt}: a Call-ID that is used again after its call has
 * ended is a new call. Times are epoch µs, 0 when it has not happened; durations in ms, rounded
 * half up, -1 when there are none.
 *
 * @param changeMicros when {@link #change} was known: the time of the message that made it, or of
 *     the deadline. Only at a deadline is it later than the time it tells of ({@code endedAt})
 * @param caller user part of P-Asserted-Identity or From, else the whole URI
 * @param callee user part of the Request-URI or To, else the whole URI
 * @param source {@code proto:ip:port} that sent the first INVITE, at the hop nearest the caller
 * @param destination {@code proto:ip:port} that it was sent to
 * @param node who captured it
 * @param trunk alias of the configured trunk, empty when none; of the first INVITE that has one
 * @param direction {@code in} or {@code out} as seen by the capturing proxy, empty when not known;
 *     of that INVITE
 * @param ringingAt first 180, 183 or other 18x with a session description, at the hop nearest the
 *     caller, as are the times that follow (RFC 6076, 4); one further on counts where the same is
 *     not seen there within a second
 * @param answeredAt first 2xx; where none was seen, but a BYE shows that there was one, the ACK,
 *     and 0 without that
 * @param endedAt BYE, or the final failure response as the caller got it; CANCEL where no final
 *     response followed; where the call timed out, the time it was given up
 * @param pddMs post-dial delay: ringing, else the answer, less the first INVITE
 * @param setupMs answer less the first INVITE
 * @param durationMs end less answer; -1 also when the call timed out, for its end is not known
 * @param finalStatus status of the final response that decided; 0 when there is none
 * @param q850Cause of a Reason header in BYE, CANCEL or the final response; 0 when there is none
 * @param releasedBy {@code caller}: sent BYE or CANCEL; {@code callee}: sent BYE, or a failure that
 *     is a user's; {@code network}: a BYE of a proxy's own, a failure that is no user's (401, 407,
 *     408 and all that make {@link CallOutcome#FAILED}), or no end within its time-out. Empty while
 *     the call is up, and when it was evicted
 * @param userAgent of the first INVITE
 * @param codecs names of what both sides agreed on in SDP, comma separated; each renegotiation that
 *     changed the codec of a medium follows after {@code >}. Before an answer those of the offer
 * @param correlationId the agent's, or X-CID where that is missing or the Call-ID itself; empty
 *     when there is none
 * @param reason phrase of the final response, at most {@link #REASON_WIDTH} octets, printable;
 *     empty when there is none
 * @param retries INVITEs of the caller's after a failure: challenges answered, gateways tried next
 * @param clockOffset how far the clock of the agent that saw the first INVITE is ahead, µs, whole
 *     ms; negative: behind. Times here are true; those of the stored row are that agent's, which
 *     this column takes back
 * @param leg the conversation that the call is a leg of
 * @param media what its media was like, known some seconds after its end
 * @param signalling what its messages show beside these
 */
public record Call(
        String callId,
        CallChange change,
        long changeMicros,
        String caller,
        String callee,
        String fromTag,
        String toTag,
        String source,
        String destination,
        String node,
        String trunk,
        String direction,
        long startedAt,
        long ringingAt,
        long answeredAt,
        long endedAt,
        long pddMs,
        long setupMs,
        long durationMs,
        CallOutcome outcome,
        int finalStatus,
        int q850Cause,
        String releasedBy,
        String userAgent,
        String codecs,
        String correlationId,
        String reason,
        int retries,
        long clockOffset,
        CallLeg leg,
        CallMedia media,
        CallVerdict verdict,
        CallSignalling signalling) {

    /** What a savepoint of an earlier version holds has none of the last three. */
    public Call {
        media = media == null ? CallMedia.NONE : media;
        verdict = verdict == null ? CallVerdict.NONE : verdict;
        signalling = signalling == null ? CallSignalling.NONE : signalling;
    }

    public static final int REASON_WIDTH = 128;

    public static final Table<Call> TABLE =
            Table.of("calls", Call::of)
                    .unnumbered()
                    .replacing()
                    .time("started_at")
                    .pointTime("ended_at")
                    .settledBy("ended_at")
                    .roughBytes(call -> 500)
                    .columns(
                            c ->
                                    List.of(
                                            c.id(
                                                            "call_id",
                                                            255,
                                                            Call::callId,
                                                            "Call-ID; of the key")
                                                    .key(),
                                            c.text(
                                                    "caller",
                                                    255,
                                                    Call::caller,
                                                    "user part of P-Asserted-Identity or From, without escapes (`%2B` is `+`);"
                                                            + " of a tel URI the number, without visual separators"),
                                            c.text(
                                                    "callee",
                                                    255,
                                                    Call::callee,
                                                    "user part of the Request-URI or To"),
                                            c.text("from_tag", 128, Call::fromTag, "tag of From")
                                                    .body(),
                                            c.text(
                                                            "to_tag",
                                                            128,
                                                            Call::toTag,
                                                            "tag of To, of the response that decided")
                                                    .body(),
                                            c.text(
                                                    "source",
                                                    64,
                                                    Call::source,
                                                    "`proto:ip:port` that sent the first INVITE"),
                                            c.text(
                                                    "destination",
                                                    64,
                                                    Call::destination,
                                                    "`proto:ip:port` that it was sent to"),
                                            c.text(
                                                            "node",
                                                            255,
                                                            Call::node,
                                                            "who captured the first INVITE")
                                                    .tag(Column.AGENTS),
                                            c.text(
                                                            "trunk",
                                                            255,
                                                            Call::trunk,
                                                            "alias of the configured trunk; empty when none")
                                                    .tag(),
                                            c.text(
                                                            "direction",
                                                            4,
                                                            Call::direction,
                                                            "`in` or `out`; empty when not known")
                                                    .tag(),
                                            c.time(
                                                            "started_at",
                                                            call -> call.own(call.startedAt),
                                                            "first INVITE; of the key")
                                                    .key(),
                                            c.timeIfAny(
                                                    "ringing_at",
                                                    call -> call.own(call.ringingAt),
                                                    "first 180 or 183 (or other 18x with SDP)"),
                                            c.timeIfAny(
                                                    "answered_at",
                                                    call -> call.own(call.answeredAt),
                                                    "first 2xx"),
                                            c.timeIfAny(
                                                    "ended_at",
                                                    call -> call.own(call.endedAt),
                                                    "BYE, final failure or time-out"),
                                            c.number(
                                                    "pdd_ms",
                                                    -1,
                                                    Call::pddMs,
                                                    "post-dial delay, ms"),
                                            c.number(
                                                    "setup_ms",
                                                    -1,
                                                    Call::setupMs,
                                                    "from INVITE to answer, ms"),
                                            c.number(
                                                    "duration_ms",
                                                    -1,
                                                    Call::durationMs,
                                                    "from answer to end, ms"),
                                            c.text(
                                                            "outcome",
                                                            16,
                                                            call -> call.outcome.tag(),
                                                            "`in_progress`, `answered`, `busy`, `no_answer`, `cancelled`, `rejected`, `failed`, `redirected`, `timed_out` or `evicted`")
                                                    .tag(),
                                            c.integer(
                                                            "final_status",
                                                            0,
                                                            Call::finalStatus,
                                                            "status of the final response that decided")
                                                    .tag(1000),
                                            c.integer(
                                                    "q850_cause",
                                                    0,
                                                    Call::q850Cause,
                                                    "Q.850 cause of a Reason header"),
                                            c.text(
                                                    "released_by",
                                                    16,
                                                    Call::releasedBy,
                                                    "`caller`, `callee` or `network`; empty while the call is up, and of `evicted`"),
                                            c.text(
                                                    "user_agent",
                                                    255,
                                                    Call::userAgent,
                                                    "of the first INVITE"),
                                            c.text(
                                                    "codecs",
                                                    255,
                                                    Call::codecs,
                                                    "codecs that both sides agreed on, comma separated, and later ones: `G729>PCMA`; before an answer those of the offer"),
                                            c.id(
                                                            "correlation_id",
                                                            255,
                                                            Call::correlationId,
                                                            "correlation id of the agent; X-CID if that is missing or equals the Call-ID")
                                                    .body(),
                                            c.text(
                                                            "reason",
                                                            REASON_WIDTH,
                                                            Call::reason,
                                                            "reason phrase of that response; NULL in rows older than this column")
                                                    .since("0.2"),
                                            c.integer(
                                                            "retries",
                                                            Call::retries,
                                                            "further INVITEs of the caller after a failure: challenges answered, gateways tried next; NULL likewise")
                                                    .since("0.2"),
                                            c.integer(
                                                            "clock_offset_ms",
                                                            call -> (int) (call.clockOffset / 1000),
                                                            "ms by which the clock of `node` was ahead (negative: behind): the times of the row are that clock's, the true ones less this; NULL likewise")
                                                    .since("0.2"),
                                            c.id(
                                                            "conversation_id",
                                                            255,
                                                            Call::conversationId,
                                                            "Call-ID of the first leg of its conversation; its own if it has no other leg; NULL likewise")
                                                    .body()
                                                    .since("0.2"),
                                            c.integer(
                                                            "leg",
                                                            call -> call.leg.leg(),
                                                            "number of the leg in its conversation, from 1; NULL likewise")
                                                    .since("0.2")))
                    .and(CallMedia::columns)
                    .and(CallVerdict::columns)
                    .and(CallSignalling::columns);

    private static Call of(Row row) {
        long offset = row.number("clock_offset_ms", 0) * 1000;
        long startedAt = corrected(row.time("started_at"), offset);
        long ringingAt = corrected(row.time("ringing_at"), offset);
        long answeredAt = corrected(row.time("answered_at"), offset);
        long endedAt = corrected(row.time("ended_at"), offset);
        return new Call(
                row.textOrEmpty("call_id"),
                CallChange.reached(ringingAt, answeredAt, endedAt),
                Math.max(Math.max(startedAt, ringingAt), Math.max(answeredAt, endedAt)),
                row.textOrEmpty("caller"),
                row.textOrEmpty("callee"),
                row.textOrEmpty("from_tag"),
                row.textOrEmpty("to_tag"),
                row.textOrEmpty("source"),
                row.textOrEmpty("destination"),
                row.textOrEmpty("node"),
                row.textOrEmpty("trunk"),
                row.textOrEmpty("direction"),
                startedAt,
                ringingAt,
                answeredAt,
                endedAt,
                row.number("pdd_ms", -1),
                row.number("setup_ms", -1),
                row.number("duration_ms", -1),
                CallOutcome.ofTag(row.textOrEmpty("outcome")),
                (int) row.number("final_status", 0),
                (int) row.number("q850_cause", 0),
                row.textOrEmpty("released_by"),
                row.textOrEmpty("user_agent"),
                row.textOrEmpty("codecs"),
                row.textOrEmpty("correlation_id"),
                row.textOrEmpty("reason"),
                (int) row.number("retries", 0),
                offset,
                legOf(row),
                CallMedia.of(row),
                CallVerdict.of(row),
                CallSignalling.of(row));
    }

    /** The same call with a verdict. */
    public Call with(CallVerdict judged) {
        return new Call(
                callId,
                change,
                changeMicros,
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
                pddMs,
                setupMs,
                durationMs,
                outcome,
                finalStatus,
                q850Cause,
                releasedBy,
                userAgent,
                codecs,
                correlationId,
                reason,
                retries,
                clockOffset,
                leg,
                media,
                judged,
                signalling);
    }

    private static CallLeg legOf(Row row) {
        String conversation = row.textOrEmpty("conversation_id");
        boolean own = conversation.equals(row.textOrEmpty("call_id"));
        return new CallLeg(own ? "" : conversation, (int) row.number("leg", 1));
    }

    /** Call-ID of the first leg of its conversation. */
    public String conversationId() {
        return leg.conversationId().isEmpty() ? callId : leg.conversationId();
    }

    /** Also when its end was never seen. */
    public boolean wasAnswered() {
        return answeredAt > 0 || outcome == CallOutcome.ANSWERED;
    }

    /** See {@link CallOutcome#isEffective}. */
    public boolean isEffective() {
        return wasAnswered() || outcome.isEffective(finalStatus, q850Cause());
    }

    /** As the agent's clock said. */
    private long own(long micros) {
        return micros == 0 ? 0 : micros + clockOffset;
    }

    private static long corrected(long own, long offset) {
        return own == 0 ? 0 : own - offset;
    }
}
