package io.siphon.udf.order;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.function.ThrowingConsumer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Events of one second, of many keys, or keys to be looked at, as bytes: nothing that the garbage
 * collector would have to follow and copy one by one.
 */
final class SecondBucket<E> {

    private static final int INDEX_BITS = 24;
    private static final int MICROS_BITS = 20;
    private static final int HASH_BITS = 18; // one for the turn, one for the sign
    private static final int MOST = 1 << INDEX_BITS;

    private final TypeSerializer<E> serializer;
    private final DataOutputSerializer bytes = new DataOutputSerializer(1 << 10);
    private final DataInputDeserializer reader = new DataInputDeserializer();

    /** Hash of the key, turn, µs within the second, index: events of a key lie side by side. */
    private long[] places = new long[16];

    private int[] hashes = new int[16];
    private int[] ends = new int[16];
    private int count;

    SecondBucket(TypeSerializer<E> serializer) {
        this.serializer = serializer;
    }

    int count() {
        return count;
    }

    /** Bytes on the heap. */
    long size() {
        return bytes.getSharedBuffer().length
                + (long) places.length * (Long.BYTES + 2 * Integer.BYTES);
    }

    /**
     * @param micros of the second: 0..999,999
     * @param turn 0 or 1
     */
    void add(E event, int keyHash, int turn, int micros) throws IOException {
        if (count == MOST) {
            throw new IOException("over " + MOST + " events in one second");
        }
        if (count == ends.length) {
            places = Arrays.copyOf(places, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        serializer.serialize(event, bytes);
        long spread = keyHash * 0x9E3779B9 >>> Integer.SIZE - HASH_BITS;
        places[count] = ((spread << 1 | turn) << MICROS_BITS | micros) << INDEX_BITS | count;
        hashes[count] = keyHash;
        ends[count++] = bytes.length();
    }

    /** Hands out the events, those of a key in order. */
    void release(Comparator<? super E> ties, ThrowingConsumer<E, Exception> to) throws Exception {
        Arrays.sort(places, 0, count);
        for (int from = 0, next; from < count; from = next) {
            long place = places[from] >>> INDEX_BITS;
            for (next = from + 1; next < count && places[next] >>> INDEX_BITS == place; ) {
                next++;
            }
            if (next == from + 1) {
                to.accept(read(index(from)));
            } else {
                for (E event : sorted(from, next, ties)) {
                    to.accept(event);
                }
            }
        }
    }

    private List<E> sorted(int from, int to, Comparator<? super E> ties) throws IOException {
        List<E> events = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            events.add(read(index(i)));
        }
        events.sort(ties);
        return events;
    }

    private int index(int place) {
        return (int) places[place] & MOST - 1;
    }

    private E read(int index) throws IOException {
        int from = start(index);
        reader.setBuffer(bytes.getSharedBuffer(), from, ends[index] - from);
        return serializer.deserialize(reader);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Writes each event, as its serializer has it, to where events of that key hash go. */
    void copy(IntFunction<? extends DataOutputView> ofHash) throws IOException {
        for (int i = 0; i < count; i++) {
            ofHash.apply(hashes[i]).write(bytes.getSharedBuffer(), start(i), ends[i] - start(i));
        }
    }

    IntStream keyHashes() {
        return Arrays.stream(hashes, 0, count);
    }

    void clear() {
        bytes.clear();
        count = 0;
    }
}
