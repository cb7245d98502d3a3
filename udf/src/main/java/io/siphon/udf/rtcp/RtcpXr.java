package io.siphon.udf.rtcp;

/**
 * A receiver's report of a call's quality: the VoIP metrics block of an extended report (RFC 3611,
 * 4.7). Figures that it says are unavailable, and MOS and R of 127, are NaN or -1.
 *
 * @param timeMicros when it was captured, epoch µs
 * @param node who captured it
 * @param source {@code udp:ip:port} of the RTCP socket that sent the report
 * @param destination {@code udp:ip:port}
 * @param trunk alias of the configured trunk at its source or destination; empty when none
 * @param senderSsrc who sends this report
 * @param sourceSsrc the stream that it is about
 * @param lossPct lost since the beginning, in percent
 * @param discardPct arrived too late or too early, in percent
 * @param burstDensityPct lost or discarded within bursts, in percent
 * @param gapDensityPct lost or discarded between bursts, in percent
 * @param burstMs mean length of the bursts
 * @param gapMs mean length of the gaps between them
 * @param roundTripMs by RTCP; 0 when it was not measured
 * @param endSystemMs delay within the receiver's own system
 * @param signalDbm -1..-127 below 0 dBm0; NaN when unavailable
 * @param noiseDbm as {@code signalDbm}
 * @param echoReturnLossDb residual echo return loss; NaN when unavailable
 * @param gmin how many packets end a burst
 * @param rFactor 0..100; NaN when unavailable
 * @param externalR of another network segment; NaN when unavailable
 * @param mosLq listening quality, 1..5; NaN when unavailable
 * @param mosCq conversational quality, 1..5; NaN when unavailable
 * @param concealment 0 unspecified, 1 disabled, 2 enhanced, 3 standard
 * @param adaptive 0 unknown, 2 fixed, 3 adaptive jitter buffer
 * @param bufferMs nominal delay of the jitter buffer
 * @param bufferMaxMs its present maximum
 * @param bufferLimitMs its absolute maximum
 */
public record RtcpXr(
        long timeMicros,
        String node,
        String source,
        String destination,
        String trunk,
        long senderSsrc,
        long sourceSsrc,
        double lossPct,
        double discardPct,
        double burstDensityPct,
        double gapDensityPct,
        int burstMs,
        int gapMs,
        int roundTripMs,
        int endSystemMs,
        double signalDbm,
        double noiseDbm,
        double echoReturnLossDb,
        int gmin,
        double rFactor,
        double externalR,
        double mosLq,
        double mosCq,
        int concealment,
        int adaptive,
        int bufferMs,
        int bufferMaxMs,
        int bufferLimitMs) {

    /** How far apart two agents see one report, µs; two of a stream are seconds apart. */
    private static final long SAME_TIME = 1_000_000;

    /** Whether both are one report, captured twice. */
    boolean isCopyOf(RtcpXr other) {
        return Math.abs(timeMicros - other.timeMicros) <= SAME_TIME && said().equals(other.said());
    }

    /** Whoever captured it, and when. */
    private RtcpXr said() {
        return new RtcpXr(
                0,
                "",
                source,
                destination,
                "",
                senderSsrc,
                sourceSsrc,
                lossPct,
                discardPct,
                burstDensityPct,
                gapDensityPct,
                burstMs,
                gapMs,
                roundTripMs,
                endSystemMs,
                signalDbm,
                noiseDbm,
                echoReturnLossDb,
                gmin,
                rFactor,
                externalR,
                mosLq,
                mosCq,
                concealment,
                adaptive,
                bufferMs,
                bufferMaxMs,
                bufferLimitMs);
    }
}
