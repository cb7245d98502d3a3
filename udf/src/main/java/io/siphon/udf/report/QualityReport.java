package io.siphon.udf.report;

import org.apache.flink.util.OutputTag;

import java.util.Comparator;

/**
 * What somebody reports of one received stream, other than by a report block of RTCP. A figure that
 * the report does not have is NaN.
 *
 * @param timeMicros when it was captured, epoch µs
 * @param node who captured it
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param callId of the call that it names, which is not that of a PUBLISH that carries it; empty
 *     when it names none
 * @param origin one of {@link io.siphon.schema.RtcpStreamSummary}'s: {@code vq}, {@code header} …
 * @param receiver {@code udp:ip:port} where the stream was received; of {@code header} without an
 *     address, where the message came from
 * @param sender likewise, where it was sent from
 * @param receiverTag dialog tag of who received it; empty when it is not known
 * @param senderTag likewise, of who sent it
 * @param own whether the receiver reports it; else the other side does
 * @param ssrc of the stream; -1 when unknown
 * @param codec encoding name; empty when the report does not say
 * @param lossPct packets lost, 0..100
 * @param lossMaxPct highest of them
 * @param lost packets; -1 when unknown
 * @param jitterMs mean interarrival jitter
 * @param jitterMaxMs highest
 * @param rttMs round trip
 * @param mos listening quality, else conversational quality, 1..5
 * @param mosMin lowest
 * @param rFactor 0..100
 * @param whole whether it is about the whole session, and stands for all reports before it
 * @param clockOffset of who captured it, see {@link io.siphon.udf.payload.Hop#clockOffset}
 */
public record QualityReport(
        long timeMicros,
        String node,
        String trunk,
        String callId,
        String origin,
        String receiver,
        String sender,
        String receiverTag,
        String senderTag,
        boolean own,
        long ssrc,
        String codec,
        double lossPct,
        double lossMaxPct,
        int lost,
        double jitterMs,
        double jitterMaxMs,
        double rttMs,
        double mos,
        double mosMin,
        double rFactor,
        boolean whole,
        long clockOffset) {

    /** Of every decoder. */
    public static final OutputTag<QualityReport> REPORTS =
            new OutputTag<>("quality-reports", QualityReportCodec.TYPE);

    /** Of those of the same microsecond. */
    public static final Comparator<QualityReport> ORDER =
            Comparator.comparing(QualityReport::origin)
                    .thenComparing(QualityReport::receiver)
                    .thenComparing(QualityReport::sender)
                    .thenComparing(QualityReport::node)
                    .thenComparing(QualityReport::trunk)
                    .thenComparing(QualityReport::receiverTag)
                    .thenComparing(QualityReport::senderTag)
                    .thenComparing(QualityReport::own)
                    .thenComparing(QualityReport::whole)
                    .thenComparingLong(QualityReport::ssrc)
                    .thenComparing(QualityReport::codec)
                    .thenComparingLong(QualityReport::contentHash);

    /** Knuth's multiplier for 64 bits. */
    private static final long HASH = 6364136223846793005L;

    /** Of a report that names no call: what both directions of its sockets share. */
    public String key() {
        return callId.isEmpty() ? sockets() : callId;
    }

    /** Both sockets, whichever of them received the stream. */
    public String sockets() {
        return receiver.compareTo(sender) < 0 ? receiver + ' ' + sender : sender + ' ' + receiver;
    }

    /** The same report, of that call. */
    public QualityReport of(String otherCallId) {
        return new QualityReport(
                timeMicros,
                node,
                trunk,
                otherCallId,
                origin,
                receiver,
                sender,
                receiverTag,
                senderTag,
                own,
                ssrc,
                codec,
                lossPct,
                lossMaxPct,
                lost,
                jitterMs,
                jitterMaxMs,
                rttMs,
                mos,
                mosMin,
                rFactor,
                whole,
                clockOffset);
    }

    /** Whether it says anything that is used. */
    public boolean hasFigures() {
        return !(Double.isNaN(lossPct)
                && Double.isNaN(jitterMs)
                && Double.isNaN(rttMs)
                && Double.isNaN(mos)
                && Double.isNaN(rFactor));
    }

    /** A hash of its figures: of one report that was captured twice it is the same. */
    public long contentHash() {
        long hash = ssrc;
        hash = hash * HASH + Double.doubleToLongBits(lossPct);
        hash = hash * HASH + Double.doubleToLongBits(lossMaxPct);
        hash = hash * HASH + lost;
        hash = hash * HASH + Double.doubleToLongBits(jitterMs);
        hash = hash * HASH + Double.doubleToLongBits(jitterMaxMs);
        hash = hash * HASH + Double.doubleToLongBits(rttMs);
        hash = hash * HASH + Double.doubleToLongBits(mos);
        hash = hash * HASH + Double.doubleToLongBits(mosMin);
        hash = hash * HASH + Double.doubleToLongBits(rFactor);
        hash = hash * HASH + (whole ? 1 : 0);
        hash = hash * HASH + (own ? 1 : 0);
        hash = hash * HASH + origin.hashCode();
        return hash * HASH + receiverTag.hashCode();
    }
}
