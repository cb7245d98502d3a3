package io.siphon.udf.call;

/**
 * One call attempt by its Call-ID: an authentication challenge and its retry are one, forks are
 * one, hops and agents that saw it are one. It is emitted anew at each {@link CallChange}, whole
 * each time; the key is {@code callId}. Times are epoch µs, 0 when it has not happened; durations
 * in ms, -1 when there are none.
 *
 * @param changeMicros when {@link #change} happened
 * @param caller user part of P-Asserted-Identity or From, else the whole URI
 * @param callee user part of the Request-URI or To, else the whole URI
 * @param source {@code proto:ip:port} that sent the first INVITE
 * @param destination {@code proto:ip:port} that it was sent to
 * @param node who captured the first INVITE
 * @param trunk see {@link io.siphon.udf.sip.SipMessage#trunk}; of the first INVITE that has one
 * @param direction see {@link io.siphon.udf.sip.SipMessage#direction}; of the first INVITE
 * @param pddMs post-dial delay: first 180/183, else the final 2xx, less the first INVITE
 * @param setupMs first 2xx less the first INVITE
 * @param durationMs end less answer
 * @param finalStatus status of the final response that decided; 0 when there is none
 * @param q850Cause of a Reason header in BYE, CANCEL or the final response; 0 when there is none
 * @param releasedBy {@code caller}, {@code callee} or {@code network}; empty while the call is up
 * @param userAgent of the first INVITE
 * @param codecs names from the answer's SDP, else the offer's, comma separated
 * @param correlationId the agent's, else X-CID; empty when there is none
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
