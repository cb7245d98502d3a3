package io.siphon.udf.rtp;

/**
 * The header of one RTP packet as it was seen on the wire (RFC 3550, 5.1).
 *
 * @param timeMicros when it was captured, epoch µs
 * @param node who captured it
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param source {@code udp:ip:port}, IPv6 in brackets
 * @param destination {@code udp:ip:port}: the socket that SDP announced, where it was seen
 * @param ssrc 0..2^32-1
 * @param payloadType 0..127
 * @param sequence 0..65535
 * @param timestamp 0..2^32-1, in units of the codec's clock
 * @param payloadBytes octets after the header and before padding
 * @param clockOffset of who captured it, see {@link io.siphon.udf.payload.Hop#clockOffset}
 */
public record RtpPacket(
        long timeMicros,
        String node,
        String trunk,
        String source,
        String destination,
        long ssrc,
        int payloadType,
        int sequence,
        long timestamp,
        boolean marker,
        int payloadBytes,
        long clockOffset) {}
