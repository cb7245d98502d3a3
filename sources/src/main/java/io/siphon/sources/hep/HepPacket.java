package io.siphon.sources.hep;

import javax.annotation.Nullable;

/**
 * One captured message: the left waist of the house. Whatever an input reads, it becomes this.
 *
 * <p>A datagram that is not HEP (nor SIP) still becomes a packet, with {@link #error} set and the
 * whole datagram as its payload, so that nothing received is lost from sight.
 *
 * @param timeMicros when the message was captured, epoch µs: the agent's time where it is
 *     plausible, else {@code receivedMicros}
 * @param receivedMicros when its datagram reached us, epoch µs
 * @param version HEP version 1, 2 or 3; 0 for plain SIP and for what is not HEP at all
 * @param transport IP protocol number as the agent reports it: 6 TCP, 17 UDP, 132 SCTP, 22 TLS or
 *     WebSocket (Kamailio's usage); 0 when unknown
 * @param sourceIp address in text, IPv6 without brackets (RFC 5952); empty when unknown
 * @param sourcePort 0..65535; 0 is seen on the wire
 * @param agent address that sent the datagram to us, without port; empty when unknown
 * @param node the agent's name (chunk 0x13), else its capture id in decimal, else {@code agent}
 * @param protocol HEP protocol type, see {@link HepProtocol}; 1 is SIP
 * @param correlationId chunk 0x11: the Call-ID for RTCP and logs; null when not sent
 * @param direction {@code in} or {@code out} as seen by the agent: as it says, or as the address it
 *     sends from tells; null where neither does
 * @param payload the message, unpacked when it travelled compressed; empty when there is none
 * @param chunks the HEP3 chunks that have no component of their own here (vendor, VLAN, MAC, auth
 *     key, MOS …), as they stood on the wire, one after the other: read with {@link HepChunks};
 *     null when there are none
 * @param error why this datagram could not be decoded; null for a good packet
 */
public record HepPacket(
        long timeMicros,
        long receivedMicros,
        int version,
        int transport,
        String sourceIp,
        int sourcePort,
        String destinationIp,
        int destinationPort,
        String agent,
        String node,
        int protocol,
        @Nullable String correlationId,
        @Nullable String direction,
        byte[] payload,
        @Nullable byte[] chunks,
        @Nullable String error) {

    /**
     * A word of Siphon's own on what is missing ({@link HepProtocol#isOfSiphon}).
     *
     * @param node the socket that it is about
     */
    public static HepPacket ofSiphon(int protocol, long micros, String node, byte[] message) {
        return new HepPacket(
                micros, micros, 0, 0, "", 0, "", 0, "", node, protocol, null, null, message, null,
                null);
    }

    /**
     * The same packet with another payload: one message of several, or text unwrapped from JSON.
     */
    public HepPacket withPayload(byte[] other) {
        return new HepPacket(
                timeMicros,
                receivedMicros,
                version,
                transport,
                sourceIp,
                sourcePort,
                destinationIp,
                destinationPort,
                agent,
                node,
                protocol,
                correlationId,
                direction,
                other,
                chunks,
                error);
    }

    /** The same packet without its sender's key, which whoever reads it has no need of. */
    public HepPacket withoutAuthKey() {
        byte[] others = HepChunks.without(chunks, HepChunk.AUTH_KEY);
        return others == chunks
                ? this
                : new HepPacket(
                        timeMicros,
                        receivedMicros,
                        version,
                        transport,
                        sourceIp,
                        sourcePort,
                        destinationIp,
                        destinationPort,
                        agent,
                        node,
                        protocol,
                        correlationId,
                        direction,
                        payload,
                        others,
                        error);
    }
}
