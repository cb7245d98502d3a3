package io.siphon.schema;

import java.util.List;

/**
 * Two calls that are, or may be, legs of one conversation. It is written again when its state or
 * its conversation changes; the key is both calls and the reason.
 *
 * @param conversationId Call-ID of the first leg of the conversation; empty while it has none
 * @param firstCallId of the call that began first
 * @param firstStartedAt as {@code calls.started_at} has it, epoch µs
 * @param secondCallId of the call that began later
 * @param secondStartedAt likewise
 * @param evidence what both have in common, or the one names of the other
 * @param score how sure the link is, 0 to 1
 * @param linkedAt when that was known, epoch µs
 */
public record CallLink(
        String conversationId,
        String firstCallId,
        long firstStartedAt,
        String secondCallId,
        long secondStartedAt,
        LinkReason reason,
        String evidence,
        double score,
        LinkState state,
        long linkedAt) {

    public static final Table<CallLink> TABLE =
            Table.of("call_links", CallLink::of)
                    .replacing()
                    .time("linked_at")
                    .columns(
                            c ->
                                    List.of(
                                            c.id(
                                                            "conversation_id",
                                                            255,
                                                            CallLink::conversationId,
                                                            "as in `calls`; empty while the link joins nothing")
                                                    .body(),
                                            c.id(
                                                    "first_call_id",
                                                    255,
                                                    CallLink::firstCallId,
                                                    "Call-ID of the call that began first"),
                                            c.time(
                                                    "first_started_at",
                                                    CallLink::firstStartedAt,
                                                    "its `started_at`"),
                                            c.id(
                                                    "second_call_id",
                                                    255,
                                                    CallLink::secondCallId,
                                                    "Call-ID of the call that began later"),
                                            c.time(
                                                    "second_started_at",
                                                    CallLink::secondStartedAt,
                                                    "its `started_at`"),
                                            c.text(
                                                            "reason",
                                                            32,
                                                            link -> link.reason.tag(),
                                                            "`correlation_id`, `header`, `session_id`, `replaces`, `join`, `target_dialog`, `in_reply_to`, `refer_to`, `call_id`, `sdp_media`, `sdp_origin`, `ice_ufrag`, `dtls_fingerprint` or `numbers`")
                                                    .tag(),
                                            c.text(
                                                    "evidence",
                                                    255,
                                                    CallLink::evidence,
                                                    "common value, or value by which one call names the other"),
                                            c.real(
                                                    "score",
                                                    CallLink::score,
                                                    "how sure the link is, 0 to 1"),
                                            c.text(
                                                            "state",
                                                            16,
                                                            link -> link.state.tag(),
                                                            "`provisional`, `confirmed` or `rejected`")
                                                    .tag(),
                                            c.time(
                                                    "linked_at",
                                                    CallLink::linkedAt,
                                                    "when it was found"),
                                            c.uid(
                                                    (uids, link) ->
                                                            uids.of(
                                                                    link.secondStartedAt,
                                                                    link.reason.tag(),
                                                                    link.firstCallId,
                                                                    Long.toString(
                                                                            link.firstStartedAt),
                                                                    link.secondCallId),
                                                    "key: `second_started_at` (µs) and a hash of both calls and the reason")));

    private static CallLink of(Row row) {
        return new CallLink(
                row.textOrEmpty("conversation_id"),
                row.textOrEmpty("first_call_id"),
                row.time("first_started_at"),
                row.textOrEmpty("second_call_id"),
                row.time("second_started_at"),
                LinkReason.ofTag(row.textOrEmpty("reason")),
                row.textOrEmpty("evidence"),
                row.real("score"),
                LinkState.ofTag(row.textOrEmpty("state")),
                row.time("linked_at"));
    }
}
