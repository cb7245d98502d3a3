package io.siphon.udf.order;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.util.function.ThrowingConsumer;

import javax.annotation.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Events that wait for the watermark, by the second in which their turn comes: that of their time,
 * or of a backlog a later one. In a second those of a backlog come first, for they are older, in
 * order of their time.
 *
 * <p>In a checkpoint, by key group: since 0.2 {@link #WITH_ENDED}; the serializer's snapshot;
 * octets of the events, and these; octets of the late ones, and these, each behind its second;
 * octets of {@link EndedKeys}, and these. 0.1 wrote the snapshot, octets and events; 0.2 before its
 * release {@link #WITH_LATE} and no keys.
 */
final class HeldSeconds<E> {

    private static final int MICROS = 1_000_000;
    private static final int MOST_SPARE = 4;

    /** A larger second is not kept for one to come, nor one of more than this part of all. */
    private static final int ROOMY_BYTES = 8 << 20;

    private static final int ROOMY_PART = 16;

    /** What a serializer's snapshot cannot begin with: the length of its class's name. */
    private static final int WITH_LATE = -2;

    private static final int WITH_ENDED = -3;

    /** Where an event goes that a checkpoint had. */
    interface Restored<E> {

        /**
         * @param lateSecond in which its turn comes, epoch ms; {@link #IN_TIME} in that of its time
         */
        void event(E event, long lateSecond) throws Exception;
    }

    static final long IN_TIME = Long.MIN_VALUE;

    private final TypeSerializer<E> serializer;
    private final ToLongFunction<E> micros;
    private final Comparator<? super E> ties;
    private final Comparator<E> lateOrder;
    private final long mostBytes;

    /** By the last millisecond of each, epoch ms. */
    private final TreeMap<Long, SecondBucket<E>> inTime = new TreeMap<>();

    private final TreeMap<Long, SecondBucket<E>> late = new TreeMap<>();
    private final Deque<SecondBucket<E>> spare = new ArrayDeque<>();

    private volatile long count;
    private volatile long bytes;

    /**
     * @param micros see {@link InOrderFunction#micros}
     * @param ties see {@link InOrderFunction#ties}
     * @param mostBytes that may be held
     */
    HeldSeconds(
            TypeSerializer<E> serializer,
            ToLongFunction<E> micros,
            Comparator<? super E> ties,
            long mostBytes) {
        this.serializer = serializer;
        this.micros = micros;
        this.ties = ties;
        this.mostBytes = mostBytes;
        lateOrder = Comparator.comparingLong(micros).thenComparing(ties);
    }

    /** Holds an event until the second of its time. */
    void hold(E event, int keyHash, int turn) throws IOException {
        long time = micros.applyAsLong(event);
        int within = Math.floorMod(time, MICROS);
        add(inTime, Seconds.endOf(time), event, keyHash, turn, within);
    }

    /**
     * Holds an event of a backlog.
     *
     * @param lateSecond in which its turn comes, see {@link Seconds#endOf}; {@link #IN_TIME}: as
     *     above
     */
    void hold(E event, int keyHash, int turn, long lateSecond) throws IOException {
        if (lateSecond == IN_TIME) {
            hold(event, keyHash, turn);
        } else {
            add(late, lateSecond, event, keyHash, turn, 0); // ties are told apart by time
        }
    }

    private void add(
            TreeMap<Long, SecondBucket<E>> seconds,
            Long second,
            E event,
            int keyHash,
            int turn,
            int within)
            throws IOException {
        SecondBucket<E> bucket = seconds.get(second);
        if (bucket == null) {
            bucket = spare.isEmpty() ? new SecondBucket<>(serializer) : spare.pop();
            seconds.put(second, bucket);
            bytes += bucket.size();
        }
        long size = bucket.size();
        bucket.add(event, keyHash, turn, within);
        count++;
        bytes += bucket.size() - size;
    }

    long count() {
        return count;
    }

    /** On the heap. */
    long bytes() {
        return bytes;
    }

    /** The first second, epoch ms; {@link Long#MAX_VALUE} when there is none. */
    long first() {
        return Math.min(
                inTime.isEmpty() ? Long.MAX_VALUE : inTime.firstKey(),
                late.isEmpty() ? Long.MAX_VALUE : late.firstKey());
    }

    /** The last second of events in time, epoch ms; {@link #first} when there is none. */
    long last() {
        return inTime.isEmpty() ? first() : inTime.lastKey();
    }

    long bytesOfLast() {
        return inTime.isEmpty() ? 0 : inTime.lastEntry().getValue().size();
    }

    /** Hands out the events of a second, those of a key in order, and forgets them. */
    void release(
            long second, ThrowingConsumer<E, Exception> toLate, ThrowingConsumer<E, Exception> to)
            throws Exception {
        release(late.remove(second), lateOrder, toLate);
        release(inTime.remove(second), ties, to);
    }

    private void release(
            SecondBucket<E> bucket, Comparator<? super E> order, ThrowingConsumer<E, Exception> to)
            throws Exception {
        if (bucket == null) {
            return;
        }
        bucket.release(order, to);
        count -= bucket.count();
        bytes -= bucket.size();
        bucket.clear();
        if (spare.size() < MOST_SPARE
                && bucket.size() <= Math.min(ROOMY_BYTES, mostBytes / ROOMY_PART)) {
            spare.push(bucket);
        }
    }

    /** How many are held of each hash of a key. */
    Map<Integer, Integer> byHash() {
        Map<Integer, Integer> counts = new HashMap<>();
        for (TreeMap<Long, SecondBucket<E>> seconds : List.of(inTime, late)) {
            for (SecondBucket<E> bucket : seconds.values()) {
                bucket.keyHashes().forEach(hash -> counts.merge(hash, 1, Integer::sum));
            }
        }
        return counts;
    }

    void write(KeyedStateCheckpointOutputStream out, int keyGroups, EndedKeys ended)
            throws IOException {
        Map<Integer, DataOutputSerializer> events = new TreeMap<>();
        for (SecondBucket<E> bucket : inTime.values()) {
            bucket.copy(hash -> group(events, hash, keyGroups));
        }
        Map<Integer, DataOutputSerializer> lateEvents = new TreeMap<>();
        for (Map.Entry<Long, SecondBucket<E>> second : late.entrySet()) {
            second.getValue()
                    .copy(hash -> behind(second.getKey(), group(lateEvents, hash, keyGroups)));
        }
        Map<Integer, DataOutputSerializer> endedKeys = new TreeMap<>();
        ended.copy(hash -> group(endedKeys, hash, keyGroups));
        TreeMap<Integer, DataOutputSerializer> all = new TreeMap<>(lateEvents);
        all.putAll(events);
        all.putAll(endedKeys);
        DataOutputViewStreamWrapper view = new DataOutputViewStreamWrapper(out);
        for (int group : all.keySet()) {
            out.startNewKeyGroup(group);
            view.writeInt(WITH_ENDED);
            TypeSerializerSnapshot.writeVersionedSnapshot(view, serializer.snapshotConfiguration());
            write(events.get(group), view);
            write(lateEvents.get(group), view);
            write(endedKeys.get(group), view);
        }
    }

    private static DataOutputSerializer group(
            Map<Integer, DataOutputSerializer> groups, int hash, int keyGroups) {
        return groups.computeIfAbsent(
                KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hash, keyGroups),
                group -> new DataOutputSerializer(1 << 12));
    }

    private static DataOutputSerializer behind(long second, DataOutputSerializer to) {
        try {
            to.writeLong(second);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(@Nullable DataOutputSerializer events, DataOutputView to)
            throws IOException {
        to.writeInt(events == null ? 0 : events.length());
        if (events != null) {
            to.write(events.getSharedBuffer(), 0, events.length());
        }
    }

    /** Hands out what {@link #write} wrote. */
    static <E> void read(
            Iterable<KeyGroupStatePartitionStreamProvider> groups,
            ClassLoader classes,
            Restored<E> to,
            EndedKeys ended)
            throws Exception {
        for (KeyGroupStatePartitionStreamProvider group : groups) {
            try (InputStream stream = group.getStream()) {
                read(stream, classes, to, ended);
            }
        }
    }

    private static <E> void read(
            InputStream stream, ClassLoader classes, Restored<E> to, EndedKeys ended)
            throws Exception {
        byte[] first = stream.readNBytes(Integer.BYTES);
        int format = ByteBuffer.wrap(first).getInt();
        boolean withLate = format == WITH_LATE || format == WITH_ENDED;
        DataInputViewStreamWrapper view =
                new DataInputViewStreamWrapper(
                        withLate
                                ? stream
                                : new SequenceInputStream(new ByteArrayInputStream(first), stream));
        TypeSerializer<E> writer =
                TypeSerializerSnapshot.<E>readVersionedSnapshot(view, classes).restoreSerializer();
        DataInputDeserializer events = events(view);
        while (events.available() > 0) {
            to.event(writer.deserialize(events), IN_TIME);
        }
        DataInputDeserializer lateEvents = withLate ? events(view) : new DataInputDeserializer();
        while (lateEvents.available() > 0) {
            long second = lateEvents.readLong();
            to.event(writer.deserialize(lateEvents), second);
        }
        DataInputDeserializer keys =
                format == WITH_ENDED ? events(view) : new DataInputDeserializer();
        while (keys.available() > 0) {
            ended.read(keys);
        }
    }

    private static DataInputDeserializer events(DataInputView view) throws IOException {
        byte[] bytes = new byte[view.readInt()];
        view.readFully(bytes);
        return new DataInputDeserializer(bytes);
    }
}
