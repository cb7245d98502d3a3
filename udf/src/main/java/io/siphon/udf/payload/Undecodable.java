package io.siphon.udf.payload;

/**
 * Bytes that were received and could not be understood, kept with the reason.
 *
 * @param receivedMicros epoch µs
 * @param timeMicros when it was captured, as {@link io.siphon.sources.hep.HepPacket#timeMicros}
 * @param agent address that sent the datagram, without port
 * @param node see {@link io.siphon.sources.hep.HepPacket#node}
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
        byte[] bytes) {}
