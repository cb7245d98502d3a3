package io.siphon.udf.call;

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
 * @param trunk see {@link io.siphon.udf.sip.SipMessage#trunk}; of the first INVITE that has one
 * @param direction see {@link io.siphon.udf.sip.SipMessage#direction}; of that INVITE
 * @param ringingAt first 1xx other than 100 and 199, at any hop
 * @param answeredAt first 2xx, at any hop; where none was seen, but a BYE shows that there was one,
 *     the ACK, and 0 without that
 * @param endedAt BYE, or the final failure response as the caller got it; CANCEL where no final
 *     response followed; where the call timed out, the time it was given up
 * @param pddMs post-dial delay: ringing, else the answer, less the first INVITE
 * @param setupMs answer less the first INVITE
 * @param durationMs end less answer; -1 also when the call timed out, for its end is not known
 * @param finalStatus status of the final response that decided; 0 when there is none
 * @param q850Cause of a Reason header in BYE, CANCEL or the final response; 0 when there is none
 * @param releasedBy {@code caller}: sent BYE or CANCEL; {@code callee}: sent BYE, or a failure that
 *     is a user's; {@code network}: a failure that is not (401, 407, 408 and all that make {@link
 *     CallOutcome#FAILED}). Empty while the call is up, and when it timed out
 * @param userAgent of the first INVITE
 * @param codecs names from the answer's SDP (2xx, else 1xx), else the offer's, comma separated
 * @param correlationId the agent's, or X-CID where that is missing or the Call-ID itself; empty
 *     when there is none
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
        String correlationId) {}
