package io.siphon.udf.rtcp;

import java.util.Comparator;

/**
 * One report block of one RTCP packet (RFC 3550, 6.4), or a sender report without blocks.
 *
 * @param timeMicros when it was captured, epoch µs
 * @param node who captured it
 * @param source {@code udp:ip:port} of the RTCP socket that sent the report
 * @param destination {@code udp:ip:port}
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param callId the correlation id, which senders set to the Call-ID; off the wire, of the call
 *     whose SDP announced the destination; empty when there is none
 * @param packetType 200 SR, 201 RR; heplify and captagent write 202 over an SR: not to be relied on
 * @param senderSsrc who sends this report; -1 when the JSON does not say
 * @param ntpMiddle the middle 32 bits of the sender's NTP time, as a later report gives them back
 *     in {@code lsr}; 0 when there is no sender information
 * @param senderPackets packets sent so far; -1 when there is no sender information
 * @param senderOctets payload octets sent so far; -1 when there is no sender information
 * @param hasBlock whether the block's components below mean anything
 * @param sourceSsrc the stream that the block is about
 * @param fractionLost 0..255, in 1/256, since the report before
 * @param cumulativeLost signed 24 bits: negative when duplicates outnumber losses
 * @param highestSequence extended highest sequence number received
 * @param jitter interarrival jitter in units of the RTP clock
 * @param lsr last SR, middle 32 bits of an NTP time; 0 when none was received
 * @param dlsr delay since the last SR, in 1/65536 s
 * @param clockOffset of who captured it, see {@link io.siphon.udf.payload.Hop#clockOffset}
 */
public record RtcpReport(
        long timeMicros,
        String node,
        String source,
        String destination,
        String trunk,
        String callId,
        int packetType,
        long senderSsrc,
        long ntpMiddle,
        long senderPackets,
        long senderOctets,
        boolean hasBlock,
        long sourceSsrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequence,
        long jitter,
        long lsr,
        long dlsr,
        long clockOffset)
        implements RtcpEvent {

    static final Comparator<RtcpReport> ORDER =
            Comparator.comparing(RtcpReport::source)
                    .thenComparing(RtcpReport::destination)
                    .thenComparing(RtcpReport::node)
                    .thenComparing(RtcpReport::trunk)
                    .thenComparingLong(RtcpReport::senderSsrc)
                    .thenComparingLong(RtcpReport::sourceSsrc)
                    .thenComparingLong(RtcpReport::ntpMiddle)
                    .thenComparingLong(RtcpReport::highestSequence)
                    .thenComparingLong(RtcpReport::lsr)
                    .thenComparingLong(RtcpReport::dlsr)
                    .thenComparingLong(RtcpReport::jitter)
                    .thenComparingInt(RtcpReport::fractionLost)
                    .thenComparingInt(RtcpReport::cumulativeLost);

    /** Knuth's multiplier for 64 bits. */
    private static final long HASH = 6364136223846793005L;

    /**
     * A hash of all that the block says of its stream. Two blocks that say the same are one that
     * was captured twice, when they are of one time: a sequence number, a delay or a jitter differs
     * from each report to the next.
     */
    public long blockHash() {
        long hash = highestSequence;
        hash = hash * HASH + jitter;
        hash = hash * HASH + lsr;
        hash = hash * HASH + dlsr;
        hash = hash * HASH + fractionLost;
        return hash * HASH + cumulativeLost;
    }

    @Override
    public String key() {
        return callId.isEmpty() ? sockets() : callId;
    }

    /** Both sockets, whichever of them sent it. */
    public String sockets() {
        return source.compareTo(destination) < 0
                ? source + ' ' + destination
                : destination + ' ' + source;
    }

    /** The same report, told to be of that call. */
    public RtcpReport of(String otherCallId) {
        return new RtcpReport(
                timeMicros,
                node,
                source,
                destination,
                trunk,
                otherCallId,
                packetType,
                senderSsrc,
                ntpMiddle,
                senderPackets,
                senderOctets,
                hasBlock,
                sourceSsrc,
                fractionLost,
                cumulativeLost,
                highestSequence,
                jitter,
                lsr,
                dlsr,
                clockOffset);
    }
}
