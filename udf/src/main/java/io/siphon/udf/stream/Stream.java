package io.siphon.udf.stream;

import io.siphon.udf.emodel.EModel;

/**
 * One RTP stream: the packets of one SSRC between two sockets, as one node saw them, from the first
 * to a silence of {@link StreamTracker#SILENCE} or to another call's SDP for the socket. It is
 * emitted when it is over, and once a minute before, whole each time; the key is {@code startedAt,
 * node, source, destination, ssrc}. Times are epoch µs. Figures that cannot be had are NaN.
 *
 * @param callId of the call whose SDP announced the receiving socket, else the sending one; empty
 *     when none did
 * @param ended whether it is over
 * @param reportedMicros when that was known
 * @param node who captured it
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param source {@code udp:ip:port}
 * @param destination {@code udp:ip:port}
 * @param payloadType the first that carries the medium itself, else (DTMF or comfort noise alone)
 *     the first
 * @param codec its encoding name, by SDP or RFC 3551, 6; empty when unknown
 * @param clockRate of the codec, Hz; 0 when unknown, and then there is no jitter
 * @param bySdp false when no SDP told of either socket and only its headers look like RTP: five
 *     packets in sequence, with one payload type
 * @param direction {@code from_caller} or {@code from_callee}; empty when not known
 * @param packets all that were seen
 * @param octets of payload
 * @param lost RFC 3550, A.3: expected less received, negative when duplicates outnumber the lost
 * @param outOfOrder that came after one with a higher number
 * @param duplicates that came twice
 * @param lossPct lost, in percent of those expected; 0 for fewer
 * @param jitterMeanMs RFC 3550, A.8: mean of the estimate after each packet
 * @param jitterMaxMs its maximum
 * @param longestGapMs between two packets
 * @param burstRatio ITU-T G.107, 3.5: 1 for random loss, more for bursts
 * @param rFactor of the E-model, see {@link io.siphon.udf.emodel.EModel}; NaN also for fewer than
 *     {@value StreamState#JUDGED} packets
 * @param mos 1..4.5
 * @param rttMs mean round trip that RTCP tells of it, in {@code rFactor} and {@code mos} by half;
 *     NaN when none is known
 */
public record Stream(
        String callId,
        boolean ended,
        long reportedMicros,
        String node,
        String trunk,
        String source,
        String destination,
        long ssrc,
        int payloadType,
        String codec,
        int clockRate,
        boolean bySdp,
        String direction,
        long startedAt,
        long endedAt,
        long packets,
        long octets,
        long lost,
        long outOfOrder,
        long duplicates,
        double lossPct,
        double jitterMeanMs,
        double jitterMaxMs,
        double longestGapMs,
        double burstRatio,
        double rFactor,
        double mos,
        double rttMs) {

    public static final String FROM_CALLER = "from_caller";
    public static final String FROM_CALLEE = "from_callee";

    /** The same stream, told to be of a call by the SDP of its sender. */
    Stream of(String otherCallId, String otherDirection) {
        return with(otherCallId, true, otherDirection, rFactor, rttMs);
    }

    /** The same stream, whose direction only the SDP of its sender tells. */
    Stream withDirection(String otherDirection) {
        return with(callId, bySdp, otherDirection, rFactor, rttMs);
    }

    /** The same stream with the network's delay, which it did not have. */
    Stream withRoundTrip(double ms) {
        return with(callId, bySdp, direction, EModel.withRoundTrip(rFactor, ms), ms);
    }

    private Stream with(
            String newCallId, boolean newBySdp, String newDirection, double newR, double newRtt) {
        return new Stream(
                newCallId,
                ended,
                reportedMicros,
                node,
                trunk,
                source,
                destination,
                ssrc,
                payloadType,
                codec,
                clockRate,
                newBySdp,
                newDirection,
                startedAt,
                endedAt,
                packets,
                octets,
                lost,
                outOfOrder,
                duplicates,
                lossPct,
                jitterMeanMs,
                jitterMaxMs,
                longestGapMs,
                burstRatio,
                newR,
                EModel.mos(newR),
                newRtt);
    }
}
