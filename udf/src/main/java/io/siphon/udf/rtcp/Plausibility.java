package io.siphon.udf.rtcp;

import io.siphon.udf.report.QualityReport;

/**
 * Recognises impossible reports: encrypted RTCP (RFC 3711) that was read as if it were clear, by an
 * agent or off the wire, and figures of a broken receiver.
 */
final class Plausibility {

    /** No network holds packets for so long. */
    private static final double MOST_JITTER_MS = 10_000;

    /** Nobody goes on talking. */
    private static final double MOST_ROUND_TRIP_MS = 60_000;

    /** Packets that may be lost in 12 hours at 100 a second, and no more. */
    private static final int MOST_LOST = 1 << 22;

    /** Wideband codecs have an R of up to 129 (ITU-T G.107.1). */
    private static final double MOST_R = 129;

    static boolean isPossible(RtcpReport report, double jitterMs) {
        long lost = Math.abs((long) report.cumulativeLost());
        return jitterMs <= MOST_JITTER_MS && lost <= MOST_LOST && lost <= numbered(report);
    }

    /** The most packets that have been sent, by the extended highest sequence number. */
    private static long numbered(RtcpReport report) {
        long cycles = report.highestSequence() >>> 16;
        return cycles + 1 << 16;
    }

    /** Whether each figure that a report has can be. */
    static boolean isPossible(QualityReport report) {
        return isWithin(report.lossPct(), 0, 100)
                && isWithin(report.lossMaxPct(), 0, 100)
                && isWithin(report.jitterMs(), 0, MOST_JITTER_MS)
                && isWithin(report.jitterMaxMs(), 0, MOST_JITTER_MS)
                && isWithin(report.rttMs(), 0, MOST_ROUND_TRIP_MS)
                && isWithin(report.mos(), 1, 5)
                && isWithin(report.mosMin(), 1, 5)
                && isWithin(report.rFactor(), 0, MOST_R)
                && report.lost() <= MOST_LOST;
    }

    private static boolean isWithin(double value, double least, double most) {
        return Double.isNaN(value) || value >= least && value <= most;
    }

    private Plausibility() {}
}
