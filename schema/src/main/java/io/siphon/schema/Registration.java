package io.siphon.schema;

import java.util.List;

/**
 * One attempt to register by its address of record and Call-ID: an authentication challenge and its
 * retry are one, hops and agents that saw it are one, and each refresh is one of its own (RFC 3261,
 * 10). It is emitted anew at each {@link RegistrationChange}, whole each time; the key is {@code
 * startedAt, aor, callId, cseq}. Times are epoch µs, 0 when it has not happened. Of several
 * contacts in one request the first counts that is not removed.
 *
 * @param aor address of record: URI of To, without parameters
 * @param cseq of the first request
 * @param changeMicros when {@link #change} was known: the time of the message that made it, or of
 *     the deadline
 * @param contact URI that the last request registers, {@code *} for all; empty for a {@link
 *     RegistrationKind#QUERY}
 * @param userAgent of the first request
 * @param source {@code proto:ip:port} that sent the first request, at the hop nearest the user
 *     agent
 * @param destination {@code proto:ip:port} that it was sent to
 * @param node who captured it
 * @param trunk alias of the configured trunk, empty when none; of the first request
 * @param direction {@code in} or {@code out} as seen by the capturing proxy, empty when not known;
 *     of that request
 * @param startedAt first request
 * @param challengedAt first 401 or 407
 * @param endedAt final response as the user agent got it; where there was none, the time it was
 *     given up
 * @param lapsedAt when what was granted ran out; 0 also when it was renewed, removed or goes on
 * @param delayMs RFC 6076, 4.1, registration request delay: from the first request, challenge
 *     included, to the 2xx; rounded half up; -1 when it was not accepted
 * @param requestedExpires of the last request, s; -1 when it does not say, and for a query
 * @param expires expiry granted by the registrar, s; -1 when not known
 * @param finalStatus status of the final response; 0 when there is none
 * @param clockOffset of the agent that saw the first request, see {@link Call#clockOffset}: times
 *     here are true, those of the stored row that agent's
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
        int finalStatus,
        long clockOffset) {

    public static final Table<Registration> TABLE =
            Table.of("registrations", Registration::of)
                    .replacing()
                    .time("started_at")
                    .pointTime("ended_at")
                    .settledBy("ended_at")
                    .roughBytes(registration -> 400)
                    .columns(
                            c ->
                                    List.of(
                                            c.id(
                                                    "aor",
                                                    255,
                                                    Registration::aor,
                                                    "address of record: URI of To, without parameters"),
                                            c.id("call_id", 255, Registration::callId, "Call-ID"),
                                            c.number(
                                                            "cseq",
                                                            -1,
                                                            Registration::cseq,
                                                            "CSeq number of the first request")
                                                    .body(),
                                            c.text(
                                                            "kind",
                                                            16,
                                                            r -> r.kind.tag(),
                                                            "`initial`; `refresh` of a contact that is registered; `removal` (expires 0); `query` (no Contact)")
                                                    .tag(),
                                            c.text(
                                                    "contact",
                                                    255,
                                                    Registration::contact,
                                                    "URI that is registered, `*` for all"),
                                            c.text(
                                                    "user_agent",
                                                    255,
                                                    Registration::userAgent,
                                                    "of the first request"),
                                            c.text(
                                                    "source",
                                                    64,
                                                    Registration::source,
                                                    "`proto:ip:port` that sent the first request"),
                                            c.text(
                                                    "destination",
                                                    64,
                                                    Registration::destination,
                                                    "`proto:ip:port` that it was sent to"),
                                            c.text(
                                                            "node",
                                                            255,
                                                            Registration::node,
                                                            "who captured it")
                                                    .tag(Column.AGENTS),
                                            c.text(
                                                            "trunk",
                                                            255,
                                                            Registration::trunk,
                                                            "alias of the configured trunk; empty when none")
                                                    .tag(),
                                            c.text(
                                                            "direction",
                                                            4,
                                                            Registration::direction,
                                                            "`in` or `out`; empty when not known")
                                                    .tag(),
                                            c.time(
                                                    "started_at",
                                                    r -> r.own(r.startedAt),
                                                    "first request"),
                                            c.timeIfAny(
                                                    "challenged_at",
                                                    r -> r.own(r.challengedAt),
                                                    "first 401 or 407"),
                                            c.timeIfAny(
                                                    "ended_at",
                                                    r -> r.own(r.endedAt),
                                                    "final response, or time-out"),
                                            c.timeIfAny(
                                                    "lapsed_at",
                                                    r -> r.own(r.lapsedAt),
                                                    "when the binding expired and was not renewed within another 32 s; NULL when it was renewed, removed or is in force"),
                                            c.number(
                                                    "delay_ms",
                                                    -1,
                                                    Registration::delayMs,
                                                    "from the first request to the 2xx, challenge included (RFC 6076, 4.1)"),
                                            c.number(
                                                            "requested_expires_s",
                                                            -1,
                                                            Registration::requestedExpires,
                                                            "requested expiry, s; of the last request, like `contact`")
                                                    .body(),
                                            c.number(
                                                    "expires_s",
                                                    -1,
                                                    Registration::expires,
                                                    "expiry granted by the registrar, s"),
                                            c.text(
                                                            "outcome",
                                                            16,
                                                            r -> r.outcome.tag(),
                                                            "`in_progress`, `accepted`, `unauthorized`, `redirected`, `rejected`, `failed`, `timed_out` or `evicted`")
                                                    .tag(),
                                            c.integer(
                                                            "final_status",
                                                            0,
                                                            Registration::finalStatus,
                                                            "SIP status of the final response")
                                                    .tag(1000),
                                            c.uid(
                                                    (uids, r) ->
                                                            uids.of(
                                                                    r.own(r.startedAt),
                                                                    r.aor,
                                                                    r.callId,
                                                                    Long.toString(r.cseq)),
                                                    "key: time of the first request (µs), and a hash of address, Call-ID and CSeq"),
                                            c.integer(
                                                            "clock_offset_ms",
                                                            r -> (int) (r.clockOffset / 1000),
                                                            "as in `calls`")
                                                    .since("0.2")))
                    .derived(
                            c ->
                                    List.of(
                                            c.flag(
                                                    "challenged",
                                                    r -> r.challengedAt > 0,
                                                    "whether it was challenged")));

    private static Registration of(Row row) {
        long offset = row.number("clock_offset_ms", 0) * 1000;
        long startedAt = corrected(row.time("started_at"), offset);
        long endedAt = corrected(row.time("ended_at"), offset);
        long lapsedAt = corrected(row.time("lapsed_at"), offset);
        return new Registration(
                row.textOrEmpty("aor"),
                row.textOrEmpty("call_id"),
                row.number("cseq", -1),
                RegistrationChange.reached(endedAt, lapsedAt),
                Math.max(startedAt, Math.max(endedAt, lapsedAt)),
                RegistrationKind.ofTag(row.textOrEmpty("kind")),
                row.textOrEmpty("contact"),
                row.textOrEmpty("user_agent"),
                row.textOrEmpty("source"),
                row.textOrEmpty("destination"),
                row.textOrEmpty("node"),
                row.textOrEmpty("trunk"),
                row.textOrEmpty("direction"),
                startedAt,
                corrected(row.time("challenged_at"), offset),
                endedAt,
                lapsedAt,
                row.number("delay_ms", -1),
                row.number("requested_expires_s", -1),
                row.number("expires_s", -1),
                RegistrationOutcome.ofTag(row.textOrEmpty("outcome")),
                (int) row.number("final_status", 0),
                offset);
    }

    /** As the agent's clock said. */
    private long own(long micros) {
        return micros == 0 ? 0 : micros + clockOffset;
    }

    private static long corrected(long own, long offset) {
        return own == 0 ? 0 : own - offset;
    }
}
