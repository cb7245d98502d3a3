package io.siphon.sources.hep;

/** Makes a packet's time of what its agent sent, and counts where it could not. */
final class PacketClock {

    private static final long SECOND = 1_000_000;

    private final ClockWindow window;
    private final HepCounts counts;

    PacketClock(ClockWindow window, HepCounts counts) {
        this.window = window;
        this.counts = counts;
    }

    /**
     * The packet's time, epoch µs. An implausible one is tried with the bytes of both numbers
     * reversed, as rtpengine 13 and later send them, and given up when that does not help.
     *
     * @param seconds unsigned 32 bits as sent; 0 is no time
     * @param micros unsigned 32 bits as sent
     */
    long time(long seconds, long micros, long received) {
        if (seconds == 0) {
            counts.timeAbsent++;
            return received;
        }
        if (plausible(seconds, micros, received)) {
            return seconds * SECOND + micros;
        }
        long otherSeconds = swapped(seconds);
        long otherMicros = swapped(micros);
        if (plausible(otherSeconds, otherMicros, received)) {
            counts.timeRepaired++;
            return otherSeconds * SECOND + otherMicros;
        }
        counts.timeReplaced++;
        return received;
    }

    /** The time of receipt, for want of any other. */
    long absent(long received) {
        counts.timeAbsent++;
        return received;
    }

    boolean plausible(long seconds, long micros, long received) {
        return micros < SECOND && window.holds(seconds * SECOND + micros, received);
    }

    static long swapped(long number) {
        return Integer.toUnsignedLong(Integer.reverseBytes((int) number));
    }
}
