package io.siphon.udf.order;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.function.ThrowingConsumer;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The seconds at which keys have a deadline, as bytes: an index over the state of each key, and
 * therefore in no checkpoint. An entry that is no longer what the state says stays until its
 * second, and is nothing then. So that not too many do, none is further than {@link #HORIZON} ahead
 * of the watermark: what is due later waits at a second before, and is put off there.
 */
final class Deadlines<K extends Comparable<? super K>> {

    /** Longer than nearly all deadlines that are not those of a call or a binding that is up. */
    private static final long HORIZON = 600_000;

    private final TypeSerializer<K> serializer;

    /** By their first millisecond, epoch ms. */
    private final TreeMap<Long, SecondBucket<K>> seconds = new TreeMap<>();

    private long furthest = Long.MAX_VALUE;
    private volatile int count;

    Deadlines(TypeSerializer<K> serializer) {
        this.serializer = serializer;
    }

    /**
     * @param watermark epoch ms
     */
    void reach(long watermark) {
        furthest =
                watermark == Long.MAX_VALUE
                        ? watermark
                        : Math.floorDiv(watermark, 1000) * 1000 + HORIZON;
    }

    /**
     * @param second epoch ms
     */
    void add(K key, long second) throws IOException {
        long at = second <= furthest ? second : before(key);
        SecondBucket<K> keys = seconds.get(at);
        if (keys == null) {
            keys = new SecondBucket<>(serializer);
            seconds.put(at, keys);
        }
        keys.add(key, key.hashCode(), 0, 0);
        count++;
    }

    /** One second of each {@link #HORIZON}: entries that were left behind meet there, as one. */
    private long before(K key) {
        long phase = Math.floorMod(key.hashCode() * 1000L, HORIZON);
        return furthest - Math.floorMod(furthest - phase, HORIZON);
    }

    /** The next second of any key, epoch ms; {@link Long#MAX_VALUE} when there is none. */
    long next() {
        return seconds.isEmpty() ? Long.MAX_VALUE : seconds.firstKey();
    }

    /** Hands out the keys of the next second, each once, in the same order at any parallelism. */
    void release(ThrowingConsumer<K, Exception> to) throws Exception {
        Map.Entry<Long, SecondBucket<K>> due = seconds.pollFirstEntry();
        count -= due.getValue().count();
        due.getValue()
                .release(
                        Comparator.naturalOrder(),
                        new ThrowingConsumer<>() {
                            private K last;

                            @Override
                            public void accept(K key) throws Exception {
                                if (!key.equals(last)) {
                                    last = key;
                                    to.accept(key);
                                }
                            }
                        });
    }

    int count() {
        return count;
    }

    /** So that all may be added anew. */
    void clear() {
        seconds.clear();
        count = 0;
    }
}
