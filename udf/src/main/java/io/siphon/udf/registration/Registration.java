package io.siphon.udf.registration;

/**
 * One attempt to register by its address of record and Call-ID: an authentication challenge and its
 * retry are one, hops and agents that saw it are one, and each refresh is one of its own (RFC 3261,
 * 10). It is emitted anew at each {@link RegistrationChange}, whole each time; the key is {@code
 * startedAt, aor, callId, cseq}. Times are epoch µs, 0 when it has not happened. Of several
 * contacts in one request the first counts.
 *
 * @param aor address of record: URI of To, without parameters
 * @param cseq of the first request
 * @param changeMicros when {@link #change} was known: the time of the message that made it, or of
 *     the deadline
 * @param contact URI that the request registers, {@code *} for all; empty for a {@link
 *     RegistrationKind#QUERY}
 * @param userAgent of the first request
 * @param source {@code proto:ip:port} that sent the first request, at the hop nearest the user
 *     agent
 * @param destination {@code proto:ip:port} that it was sent to
 * @param node who captured it
 * @param trunk see {@link io.siphon.udf.sip.SipMessage#trunk}; of the first request
 * @param direction see {@link io.siphon.udf.sip.SipMessage#direction}; of that request
 * @param startedAt first request
 * @param challengedAt first 401 or 407
 * @param endedAt final response as the user agent got it; where there was none, the time it was
 *     given up
 * @param lapsedAt when what was granted ran out; 0 also when it was renewed, removed or goes on
 * @param delayMs RFC 6076, 4.1, registration request delay: from the first request, challenge
 *     included, to the 2xx; rounded half up; -1 when it was not accepted
 * @param requestedExpires s; -1 when the request does not say, and for a query
 * @param expires s that the registrar granted; -1 when not known
 * @param finalStatus status of the final response; 0 when there is none
 */
public record Registration(
        String aor,
        String callId,
        long cseq,
        RegistrationChange change,
        long changeMicros,
        RegistrationKind kind,
        String contact,
        String userAgent,
        String source,
        String destination,
        String node,
        String trunk,
        String direction,
        long startedAt,
        long challengedAt,
        long endedAt,
        long lapsedAt,
        long delayMs,
        long requestedExpires,
        long expires,
        RegistrationOutcome outcome,
        int finalStatus) {}
