package io.siphon.udf.rtcp;

/** Round trip from LSR and DLSR of a report block (RFC 3550, 6.4.1): A - LSR - DLSR. */
final class RoundTrip {

    /** Seconds from 1900 (NTP) to 1970. */
    private static final long NTP_EPOCH = 2_208_988_800L;

    private static final double MAX_MS = 10_000;

    /** How far below zero capturing processes may push a round trip that is next to none. */
    private static final double JITTER_MS = 1;

    /**
     * Between the capturing node and the reporter, by the node's own clock.
     *
     * @param sentMicros when the node saw the sender report that LSR names
     * @return ms; NaN when it is not plausible
     */
    static double since(long sentMicros, RtcpReport report) {
        return plausible((report.timeMicros() - sentMicros) / 1000.0 - delayMs(report));
    }

    /**
     * Between sender and reporter, if the sender's clock is that of the capturing node.
     *
     * @return ms; NaN when it is not plausible
     */
    static double byClock(RtcpReport report) {
        long seconds = Math.floorDiv(report.timeMicros(), 1_000_000L) + NTP_EPOCH;
        long fraction = (Math.floorMod(report.timeMicros(), 1_000_000L) << 16) / 1_000_000L;
        long middle = seconds << 16 | fraction;
        int difference = (int) (middle - report.lsr() - report.dlsr());
        return plausible(difference * 1000.0 / 65536);
    }

    private static double delayMs(RtcpReport report) {
        return report.dlsr() * 1000.0 / 65536;
    }

    private static double plausible(double ms) {
        return ms < -JITTER_MS || ms > MAX_MS ? Double.NaN : Math.max(0, ms);
    }

    private RoundTrip() {}
}
