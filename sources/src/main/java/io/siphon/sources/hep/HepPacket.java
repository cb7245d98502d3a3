package io.siphon.sources.hep;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * One captured message: the left waist of the house. Whatever an input reads, it becomes this.
 *
 * <p>A datagram that is not HEP (nor SIP) still becomes a packet, with {@link #error} set and the
 * whole datagram as its payload, so that nothing received is lost from sight.
 *
 * @param timeMicros when the message was captured, epoch µs: the agent's time where it is
 *     plausible, else {@code receivedMicros}; by the agent's own clock, see {@link
 *     #correctedMicros}
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
 * @param clockOffsetMicros how far the agent's clock is ahead of the true time, µs; negative when
 *     it is behind; 0 when it is right or not known ({@link io.siphon.sources.clock.AgentClocks})
 * @param lateMicros of a backlog: how long after its time its turn comes, µs; else 0
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
        @Nullable String error,
        long clockOffsetMicros,
        long lateMicros) {

    /** Of an agent whose clock is right, or not known to be wrong. */
    public HepPacket(
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
        this(
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
                chunks,
                error,
                0,
                0);
    }

    /**
     * A word of Siphon's own on what is missing ({@link HepProtocol#isOfSiphon}).
     *
     * @param node the socket that it is about
     */
    public static HepPacket ofSiphon(int protocol, long micros, String node, byte[] message) {
        return ofSiphon(protocol, micros, micros, node, message);
    }

    /**
     * Tells the time, and nothing else, where no packet does ({@link HepProtocol#RESUMED}).
     *
     * @param micros event time
     */
    public static HepPacket resumed(long micros, long receivedMicros, String node) {
        byte[] message = "siphon: resumed".getBytes(StandardCharsets.US_ASCII);
        return ofSiphon(HepProtocol.RESUMED, micros, receivedMicros, node, message);
    }

    private static HepPacket ofSiphon(
            int protocol, long micros, long receivedMicros, String node, byte[] message) {
        return new HepPacket(
                micros,
                receivedMicros,
                0,
                0,
                "",
                0,
                "",
                0,
                "",
                node,
                protocol,
                null,
                null,
                message,
                null,
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
                error,
                clockOffsetMicros,
                lateMicros);
    }

    /**
     * The same packet with what is known of its agent's clock, see {@link #clockOffsetMicros} and
     * {@link #lateMicros}.
     */
    public HepPacket withClock(long offsetMicros, long late) {
        return offsetMicros == clockOffsetMicros && late == lateMicros
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
                        chunks,
                        error,
                        offsetMicros,
                        late);
    }

    /** The same packet, whose time is a true one, by a clock that is so far ahead, µs. */
    public HepPacket byClock(long offsetMicros) {
        return new HepPacket(
                timeMicros + offsetMicros,
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
                chunks,
                error,
                offsetMicros,
                lateMicros);
    }

    /** When the message was captured, epoch µs, by a clock that is right. */
    public long correctedMicros() {
        return timeMicros - clockOffsetMicros;
    }

    /** When its turn comes, epoch µs: {@link #correctedMicros}, but for a backlog. */
    public long orderMicros() {
        return correctedMicros() + lateMicros;
    }

    /** Garbage has only our time, and heplify's greeting that of a connection. */
    public boolean tellsTime() {
        return error == null
                && protocol != HepProtocol.NONE
                && payload.length > 0
                && !HepProtocol.isOfSiphon(protocol);
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
                        error,
                        clockOffsetMicros,
                        lateMicros);
    }
}
