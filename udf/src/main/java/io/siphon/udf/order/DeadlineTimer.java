package io.siphon.udf.order;

import org.apache.flink.streaming.api.TimerService;

/**
 * One event-time timer a key for a deadline that moves. It is left alone when the deadline moves on
 * (it fires, finds nothing due, and is set again) and replaced when it comes nearer, so that no key
 * leaves timers behind.
 */
public final class DeadlineTimer {

    /** No timer is set. */
    public static final long NONE = 0;

    /**
     * @param set the timer that is set, epoch ms, or {@link #NONE}
     * @param deadlineMicros epoch µs
     * @return the timer that is set now
     */
    public static long move(TimerService timers, long set, long deadlineMicros) {
        long wanted = Seconds.notBefore(deadlineMicros);
        if (serves(set, wanted)) {
            return set;
        }
        if (set != NONE) {
            timers.deleteEventTimeTimer(set);
        }
        timers.registerEventTimeTimer(wanted);
        return wanted;
    }

    /** Whether what is set comes first, so that it is left alone. */
    static boolean serves(long set, long wanted) {
        return set != NONE && set <= wanted;
    }

    private DeadlineTimer() {}
}
