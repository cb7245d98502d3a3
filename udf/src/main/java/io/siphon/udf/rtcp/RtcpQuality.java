package io.siphon.udf.rtcp;

import io.siphon.udf.emodel.EModel;

/**
 * A report block in people's units, with the codec of its call's SDP.
 *
 * @param timeMicros when the report was captured, epoch µs
 * @param callId empty when the report came without a correlation id
 * @param source {@code udp:ip:port} of the reporter's RTCP socket
 * @param codec encoding name from SDP; empty when unknown
 * @param clockRate Hz that jitter was computed with
 * @param clockAssumed true when no SDP told the clock, and 8 kHz was taken
 * @param jitterMs interarrival jitter, ms
 * @param lossPct lost since the report before, percent
 * @param cumulativeLost packets, signed
 * @param rttMs round trip, ms; NaN where it cannot be computed
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
        double rttMs) {

    /** By the E-model; NaN for a codec that no impairment is known of. */
    public double rFactor() {
        return EModel.rFactor(codec, lossPct, 1, rttMs);
    }
}
