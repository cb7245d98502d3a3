package io.siphon.udf.order;

import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.ThrowingConsumer;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Holds events until the watermark has passed their second, and gives them to its function in order
 * of their time: the same order for a key at any parallelism, live or from a file. What comes later
 * still is given at once, and counted as {@code lateMessages}.
 *
 * <p>Events carry the timestamp of {@link Seconds#endOf} their second; deadlines ({@link
 * InOrderFunction#wake}) fall between them, when it is their turn, however far the watermark has
 * come in one step.
 *
 * <p>Flink's own way, a list and a timer for each key, takes half of what following calls takes.
 * Here all keys share one array of bytes for each second, on the heap whatever the state backend.
 * Events are in checkpoints as raw keyed state: timers on the heap beside RocksDB cannot be had
 * with it. Deadlines are in none: the state of each key tells its own.
 *
 * <p>Metrics: {@code lateMessages}; {@code heldEvents}; {@code deadlines}.
 */
public final class InOrder<K extends Comparable<? super K>, E, OUT>
        extends KeyedProcessOperator<K, E, OUT> {

    private static final long serialVersionUID = 1;

    private static final int MICROS = 1_000_000;
    private static final int MOST_SPARE = 4;

    private final InOrderFunction<K, E, OUT> function;
    private final TypeSerializer<E> serializer;

    /** By the last millisecond of each, epoch ms. */
    private transient TreeMap<Long, HeldSecond<E>> seconds;

    private transient Deque<HeldSecond<E>> spare;
    private transient Deadlines<K> deadlines;
    private transient StreamRecord<E> released;

    /** The key that was given an event, and has not been settled; else null. */
    @Nullable private transient K unsettled;

    private transient long watermark;
    private transient boolean restored;
    private transient volatile long held;

    /** Events still held by hash of their key, when nothing follows them; else null. */
    @Nullable private transient Map<Integer, Integer> toCome;

    private transient Counter lateMessages;

    public InOrder(InOrderFunction<K, E, OUT> function, TypeSerializer<E> serializer) {
        super(function);
        this.function = function;
        this.serializer = serializer;
    }

    /** As {@link KeyedStream#process}. */
    public static <K extends Comparable<? super K>, E, OUT> SingleOutputStreamOperator<OUT> process(
            KeyedStream<E, K> events, InOrderFunction<K, E, OUT> function, Class<OUT> result) {
        return events.transform(
                "in order",
                TypeInformation.of(result),
                new InOrder<>(
                        function,
                        events.getType()
                                .createSerializer(
                                        events.getExecutionConfig().getSerializerConfig())));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        seconds = new TreeMap<>();
        spare = new ArrayDeque<>();
        released = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        restored = context.isRestored();
        for (KeyGroupStatePartitionStreamProvider group : context.getRawKeyedStateInputs()) {
            try (InputStream stream = group.getStream()) {
                restore(new DataInputViewStreamWrapper(stream));
            }
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        lateMessages = getMetricGroup().counter("lateMessages");
        getMetricGroup().gauge("heldEvents", () -> held);
        KeyedStateBackend<K> backend = getKeyedStateBackend();
        deadlines = new Deadlines<>(backend.getKeySerializer());
        getMetricGroup().gauge("deadlines", this::deadlines);
        function.operator =
                new InOrderFunction.Operator() {
                    @Override
                    public boolean isOver() {
                        return InOrder.this.isOver();
                    }

                    @Override
                    public void wake(long second) throws IOException {
                        deadlines.add(backend.getCurrentKey(), second);
                    }
                };
        if (restored) {
            function.takeOver(new Savepoint());
        }
    }

    /** How many are to come, those included that nothing is due at any more. */
    public int deadlines() {
        return deadlines.count();
    }

    /** Once the watermark is known, which tells how far ahead they may be. */
    private void restoreDeadlines() throws Exception {
        restored = false;
        this.<K>getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        function.state(),
                        (key, state) -> {
                            deadlines.add(key, function.wakesAt());
                            function.settle();
                        });
    }

    @Override
    public void processElement(StreamRecord<E> record) throws Exception {
        E event = record.getValue();
        long micros = function.micros(event);
        if (Seconds.endOf(micros) <= watermark) {
            lateMessages.inc();
            super.processElement(record);
            function.settle();
        } else {
            hold(event, micros);
        }
    }

    /** Of the current key. */
    private void hold(E event, long micros) throws IOException {
        Long end = Seconds.endOf(micros);
        HeldSecond<E> second = seconds.get(end);
        if (second == null) {
            second = spare.isEmpty() ? new HeldSecond<>(serializer) : spare.pop();
            seconds.put(end, second);
        }
        second.add(
                event,
                getCurrentKey().hashCode(),
                function.turn(event),
                (int) Math.floorMod(micros, MICROS));
        held++;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            toCome = new HashMap<>();
            for (HeldSecond<E> second : seconds.values()) {
                second.keyHashes().forEach(hash -> toCome.merge(hash, 1, Integer::sum));
            }
        }
        deadlines.reach(mark.getTimestamp());
        if (restored) {
            restoreDeadlines();
        }
        while (true) {
            long deadline = deadlines.next();
            long end = seconds.isEmpty() ? Long.MAX_VALUE : seconds.firstKey();
            long next = Math.min(deadline, end);
            if (next > mark.getTimestamp() || next == Long.MAX_VALUE) {
                break;
            }
            watermark = Math.max(watermark, next - 1);
            if (deadline < end) {
                deadlines.release(key -> wake(key, deadline));
            } else {
                release(end, seconds.pollFirstEntry().getValue());
            }
        }
        watermark = mark.getTimestamp();
        super.processWatermark(mark);
    }

    private void wake(K key, long second) throws Exception {
        setCurrentKey(key);
        long due = function.wakesAt();
        if (due == second) {
            super.onEventTime(new TimerHeapInternalTimer<>(second, key, VoidNamespace.INSTANCE));
        } else if (due > second) {
            deadlines.add(key, due);
        }
        function.settle();
    }

    /** Of an earlier version's savepoint: the state tells what it was set for. */
    @Override
    public void onEventTime(InternalTimer<K, VoidNamespace> timer) {}

    private void release(long end, HeldSecond<E> second) throws Exception {
        second.release(
                function.ties(),
                event -> {
                    released.replace(event, end);
                    setKeyContextElement1(released);
                    settleUnless(this.<K>getKeyedStateBackend().getCurrentKey());
                    if (toCome != null) {
                        toCome.computeIfPresent(
                                getCurrentKey().hashCode(), (k, n) -> n == 1 ? null : n - 1);
                    }
                    super.processElement(released);
                });
        settleUnless(null);
        held -= second.count();
        if (second.clear() && spare.size() < MOST_SPARE) {
            spare.push(second);
        }
    }

    /** Events of a key lie side by side: what is kept of it is read and written once for them. */
    private void settleUnless(@Nullable K key) throws Exception {
        if (unsettled != null && !unsettled.equals(key)) {
            setCurrentKey(unsettled);
            function.settle();
            if (key != null) {
                setCurrentKey(key);
            }
        }
        unsettled = key;
    }

    /** See {@link InOrderFunction#isOver}: the same at any parallelism, by the key alone. */
    private boolean isOver() {
        return toCome != null && !toCome.containsKey(getCurrentKey().hashCode());
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        Map<Integer, DataOutputSerializer> events = new TreeMap<>();
        for (HeldSecond<E> second : seconds.values()) {
            second.copy(
                    hash ->
                            events.computeIfAbsent(
                                    KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hash, groups),
                                    group -> new DataOutputSerializer(1 << 12)));
        }
        KeyedStateCheckpointOutputStream out = context.getRawKeyedOperatorStateOutput();
        DataOutputViewStreamWrapper view = new DataOutputViewStreamWrapper(out);
        for (Map.Entry<Integer, DataOutputSerializer> group : events.entrySet()) {
            out.startNewKeyGroup(group.getKey());
            TypeSerializerSnapshot.writeVersionedSnapshot(view, serializer.snapshotConfiguration());
            view.writeInt(group.getValue().length());
            view.write(group.getValue().getSharedBuffer(), 0, group.getValue().length());
        }
    }

    private void restore(DataInputViewStreamWrapper view) throws Exception {
        TypeSerializer<E> writer =
                TypeSerializerSnapshot.<E>readVersionedSnapshot(view, getUserCodeClassloader())
                        .restoreSerializer();
        byte[] bytes = new byte[view.readInt()];
        view.readFully(bytes);
        DataInputDeserializer events = new DataInputDeserializer(bytes);
        while (events.available() > 0) {
            E event = writer.deserialize(events);
            setKeyContextElement1(released.replace(event));
            hold(event, function.micros(event));
        }
    }

    private final class Savepoint implements Earlier<E> {

        @Override
        public void events(String name, TypeInformation<? extends E> type) throws Exception {
            each(
                    new ListStateDescriptor<>(name, type),
                    list -> {
                        for (E event : list.get()) {
                            hold(event, function.micros(event));
                        }
                    });
        }

        @Override
        public <T> void values(String name, Class<T> type, ThrowingConsumer<T, Exception> to)
                throws Exception {
            each(new ValueStateDescriptor<>(name, type), state -> to.accept(state.value()));
        }

        private <S extends State> void each(
                StateDescriptor<S, ?> descriptor, ThrowingConsumer<S, Exception> to)
                throws Exception {
            KeyedStateBackend<K> backend = getKeyedStateBackend();
            try (Stream<K> keys = backend.getKeys(descriptor.getName(), VoidNamespace.INSTANCE)) {
                if (keys.findAny().isEmpty()) {
                    return;
                }
            }
            backend.applyToAllKeys(
                    VoidNamespace.INSTANCE,
                    VoidNamespaceSerializer.INSTANCE,
                    descriptor,
                    (key, state) -> {
                        to.accept(state);
                        state.clear();
                        function.settle();
                    });
        }
    }
}
