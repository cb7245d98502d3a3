package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.emodel.EModel;

import javax.annotation.Nullable;

/**
 * A report block, or another report of a stream, in ms and percent, with the codec of its call's
 * SDP.
 *
 * @param timeMicros when the report was captured, epoch µs
 * @param callId empty when the report came without a correlation id
 * @param source {@code udp:ip:port} of the reporter's RTCP socket
 * @param codec encoding name from SDP; empty when unknown
 * @param clockRate Hz that jitter was computed with
 * @param clockAssumed true when no SDP named the clock and 8 kHz was assumed
 * @param jitterMs interarrival jitter, ms
 * @param lossPct lost since the previous report, percent
 * @param cumulativeLost packets, signed
 * @param rttMs round trip, ms; NaN where it cannot be computed
 * @param origin see {@link io.siphon.schema.RtcpStreamSummary}; null in state of 0.1: report blocks
 * @param reportedMos opinion score as the reporter says; NaN where it does not, and of report
 *     blocks
 */
public record RtcpQuality(
        long timeMicros,
        String node,
        String trunk,
        String callId,
        String source,
        String destination,
        long sourceSsrc,
        String codec,
        int clockRate,
        boolean clockAssumed,
        double jitterMs,
        double lossPct,
        int cumulativeLost,
        double rttMs,
        @Nullable String origin,
        double reportedMos) {

    /** Whether it is a report block of RTCP. */
    public boolean isOfRtcp() {
        return origin == null || origin.equals(RtcpStreamSummary.RTCP);
    }

    /** As reported, else by the E-model; NaN where neither is known. */
    public double mos() {
        return isOfRtcp() || Double.isNaN(reportedMos) ? EModel.mos(rFactor()) : reportedMos;
    }

    /** By the E-model; NaN for a codec that no impairment is known of, and without a loss. */
    public double rFactor() {
        return EModel.rFactor(codec, lossPct, 1, rttMs);
    }
}
