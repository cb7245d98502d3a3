package io.siphon.udf.order;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.function.ThrowingConsumer;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The seconds at which keys are to be looked at, as bytes: an index over what the state of each key
 * says, and therefore in no checkpoint. An entry that is no longer what the state says stays until
 * its second, and is nothing then; so that not too many do, none is further ahead than {@link
 * #HORIZON}: what is due later is looked at, and put off, on the way.
 */
final class Deadlines<K extends Comparable<? super K>> {

    private static final long HORIZON = 300_000;

    private final TypeSerializer<K> serializer;

    /** By their first millisecond, epoch ms. */
    private final TreeMap<Long, HeldSecond<K>> seconds = new TreeMap<>();

    private long furthest = Long.MAX_VALUE;
    private volatile int count;

    Deadlines(TypeSerializer<K> serializer) {
        this.serializer = serializer;
    }

    /**
     * @param now epoch ms
     */
    void reach(long now) {
        furthest = Math.floorDiv(now, 1000) * 1000 + HORIZON;
    }

    /** Nothing more is to come: each may be where it belongs. */
    void reachAll() {
        furthest = Long.MAX_VALUE;
    }

    /**
     * @param set the one that is set, epoch ms, or {@link DeadlineTimer#NONE}
     * @param deadlineMicros epoch µs
     * @return the one that is set now
     */
    long move(K key, long set, long deadlineMicros) throws IOException {
        long wanted = Math.min(Seconds.notBefore(deadlineMicros), furthest);
        if (set != DeadlineTimer.NONE && set <= wanted) {
            return set;
        }
        add(key, wanted);
        return wanted;
    }

    void add(K key, long second) throws IOException {
        HeldSecond<K> keys = seconds.get(second);
        if (keys == null) {
            keys = new HeldSecond<>(serializer);
            seconds.put(second, keys);
        }
        keys.add(key, key.hashCode(), 0, 0);
        count++;
    }

    /** The next second of any key, epoch ms; {@link Long#MAX_VALUE} when there is none. */
    long next() {
        return seconds.isEmpty() ? Long.MAX_VALUE : seconds.firstKey();
    }

    /** Hands out the keys of the next second. */
    void release(ThrowingConsumer<K, Exception> to) throws Exception {
        Map.Entry<Long, HeldSecond<K>> due = seconds.pollFirstEntry();
        count -= due.getValue().count();
        due.getValue().release(Comparator.naturalOrder(), to);
    }

    int count() {
        return count;
    }
}
