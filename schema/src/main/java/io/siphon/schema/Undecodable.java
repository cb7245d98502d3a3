package io.siphon.schema;

import java.util.List;

/**
 * Received bytes that could not be decoded, with the reason.
 *
 * @param receivedMicros epoch µs
 * @param timeMicros when it was captured: by its agent, else {@code receivedMicros}
 * @param agent address that sent the datagram, without port
 * @param node agent that captured it: its name, else its capture id, else its address
 * @param protocol HEP protocol type of the payload; 0 when the datagram itself was not understood
 * @param reason short and of bounded variety: it is counted by
 * @param detail what was got and what expected
 * @param bytes the payload, or the whole datagram
 */
public record Undecodable(
        long receivedMicros,
        long timeMicros,
        String agent,
        String node,
        int protocol,
        String reason,
        String detail,
        byte[] bytes) {

    public static final Table<Undecodable> TABLE =
            Table.of("undecodable", Undecodable::of)
                    .time("received_at")
                    .roughBytes(u -> 200 + u.bytes.length)
                    .columns(
                            c ->
                                    List.of(
                                            c.time(
                                                    "received_at",
                                                    Undecodable::receivedMicros,
                                                    "when they arrived"),
                                            c.text(
                                                    "agent",
                                                    64,
                                                    Undecodable::agent,
                                                    "address that sent them"),
                                            c.id(
                                                    "node",
                                                    255,
                                                    Undecodable::node,
                                                    "as in `sip_trace`"),
                                            c.integer(
                                                    "protocol",
                                                    Undecodable::protocol,
                                                    "HEP protocol type; 0 when the datagram itself was not understood"),
                                            c.text(
                                                    "reason",
                                                    64,
                                                    Undecodable::reason,
                                                    "short reason, from a bounded set"),
                                            c.text(
                                                    "detail",
                                                    1000,
                                                    Undecodable::detail,
                                                    "what was received, and what was expected"),
                                            c.bytes(
                                                    "bytes",
                                                    Undecodable::bytes,
                                                    "payload, or the whole datagram"),
                                            c.uid(
                                                    Uids::of,
                                                    "key: time of its agent, else of receipt (µs), and a hash of agent, node, protocol, reason and bytes")))
                    .comparing("agent", "node", "reason", "bytes");

    private static Undecodable of(Row row) {
        byte[] bytes = row.bytes("bytes");
        return new Undecodable(
                row.time("received_at"),
                row.uidTime("uid"),
                row.textOrEmpty("agent"),
                row.textOrEmpty("node"),
                (int) row.number("protocol", 0),
                row.textOrEmpty("reason"),
                row.textOrEmpty("detail"),
                bytes == null ? new byte[0] : bytes);
    }
}
