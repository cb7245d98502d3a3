package io.siphon.udf.stream;

/**
 * Tells an outage from a sender that begins anew, after a pause in which its sequence numbers
 * jumped.
 */
final class Pauses {

    /** Shorter ones explain no jump of 3000 packets, µs. */
    static final long LEAST = 1_000_000;

    /** Packets from which it is known how many are sent in a second. */
    static final int LEAST_PACKETS = 10;

    /**
     * How many more packets may have been sent than by the mean so far: a sender that is silent at
     * times sends fewer than it could.
     */
    private static final double FASTER = 4;

    private static final double SLIGHTLY_FASTER = 1.25;

    /** Clocks, and what was late when it broke off. */
    private static final double TOLERANCE = 0.05;

    private static final double TOLERANCE_SECONDS = 2;

    /**
     * @param packets that were sent, by the sequence numbers
     * @param room for so many, by the time
     * @param timed whether timestamps are looked at as well
     */
    static boolean fits(long packets, double room, boolean timed) {
        return packets <= room * (timed ? FASTER : SLIGHTLY_FASTER) + LEAST_PACKETS;
    }

    /** Whether timestamps (modulo 2^32) have gone on with the time. */
    static boolean goesWith(long ticks, long micros, int clockRate) {
        double seconds = micros / 1e6;
        double wrap = 4_294_967_296.0 / clockRate;
        double sent = (ticks & 0xffff_ffffL) / (double) clockRate;
        double difference = Math.IEEEremainder(sent - seconds, wrap);
        return Math.abs(difference) <= TOLERANCE_SECONDS + TOLERANCE * seconds;
    }

    private Pauses() {}
}
