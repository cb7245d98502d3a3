package io.siphon.udf.order;

import org.apache.flink.api.common.typeutils.TypeSerializer;

import java.io.IOException;

/**
 * Deadlines of keys whose events are of a backlog, by the time of the backlog itself: where it has
 * come past one, what the key waits for does not come any more. Where the backlog ends before,
 * {@link KeyDelays} tells when they fall. In no checkpoint: after a restore they fall then.
 */
final class BacklogDeadlines<K extends Comparable<? super K>> {

    interface Fall<K> {

        /**
         * @param second up to which deadlines of the key fall, epoch ms
         */
        void fall(K key, long second) throws Exception;
    }

    private final Deadlines<K> deadlines;
    private long reached = Long.MIN_VALUE;
    private long longestDelay;

    BacklogDeadlines(TypeSerializer<K> keys) {
        deadlines = new Deadlines<>(keys);
    }

    /**
     * @param second of a deadline of the key, epoch ms
     * @param delay of its last event, ms; 0 when it is of no backlog
     */
    void add(K key, long second, long delay) throws IOException {
        if (delay > 0) {
            longestDelay = Math.max(longestDelay, delay);
            deadlines.add(key, second);
        }
    }

    /**
     * An event of a backlog has its turn.
     *
     * @param second of its time, epoch ms
     */
    void reach(long second) {
        reached = Math.max(reached, second);
    }

    /** All events of a second have had their turn: those that the backlog has passed fall. */
    void release(Fall<K> to) throws Exception {
        while (deadlines.next() <= reached) {
            long second = deadlines.next();
            deadlines.release(key -> to.fall(key, second));
        }
    }

    /**
     * Forgets those that have fallen without the backlog, and where it was when it is over.
     *
     * @param watermark epoch ms
     */
    void forget(long watermark) throws Exception {
        while (deadlines.next() != Long.MAX_VALUE && deadlines.next() <= watermark - longestDelay) {
            deadlines.release(key -> {});
        }
        if (deadlines.count() == 0) {
            reached = Long.MIN_VALUE;
            longestDelay = 0;
        }
    }

    int count() {
        return deadlines.count();
    }
}
