package io.siphon.sources;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * The smallest delay from a packet's own time to its receipt, µs, of late: that of the quickest
 * agent whose clock is right. A smaller one counts at once. A larger one, when no other comes any
 * more, takes its place slowly: whoever sends old packets alone slows time down by a tenth, and
 * cannot stop it.
 *
 * <p>The live inputs of a job share one in each JVM, so that a socket or partition that only a
 * wrong clock speaks to does not hold the others back.
 */
final class SmallestDelay {

    /** How slowly it grows: this many µs of receipt for one. */
    private static final int GROWTH = 10;

    private static final Map<String, WeakReference<SmallestDelay>> SHARED = new HashMap<>();

    private long micros = Long.MAX_VALUE;
    private long grownUntil = Long.MIN_VALUE;

    /**
     * That of a job, as long as one of its inputs has it.
     *
     * @param job name that no other in this JVM has
     */
    static SmallestDelay shared(String job) {
        synchronized (SHARED) {
            SHARED.values().removeIf(delay -> delay.get() == null);
            WeakReference<SmallestDelay> known = SHARED.get(job);
            SmallestDelay delay = known == null ? null : known.get();
            if (delay == null) {
                delay = new SmallestDelay();
                SHARED.put(job, new WeakReference<>(delay));
            }
            return delay;
        }
    }

    /**
     * Takes the smallest delay that an input has seen since it was asked last.
     *
     * @param seen µs; {@code Long.MAX_VALUE} when there was none
     * @param received when, by the time of receipt, epoch µs
     * @return the smallest of late, µs
     */
    synchronized long with(long seen, long received) {
        long growth = grownUntil == Long.MIN_VALUE ? 0 : (received - grownUntil) / GROWTH;
        grownUntil = Math.max(grownUntil, received);
        if (seen < micros) {
            micros = seen;
        } else if (seen < Long.MAX_VALUE && growth > 0) {
            micros = Math.min(seen, micros + growth);
        }
        return micros;
    }
}
