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
import org.apache.flink.util.OutputTag;
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
 * <p>Both have a {@link Ceiling}. Beyond that of held bytes the oldest second has its turn before
 * the watermark has passed it: in order all the same, but for what comes later of it. Beyond that
 * of places all keys are looked at once, and as many as have the lowest {@link Standing} are closed
 * early as make room for a while. Either is reported to {@link #LIMITS}.
 *
 * <p>Metrics: {@code lateMessages}; {@code heldEvents}; {@code heldBytes}; {@code deadlines};
 * {@code places}, taken by state; {@code evicted}, keys that were closed early; {@code
 * forgottenEarly}, those of them that were over anyhow; {@code appliedEarly}, events.
 */
public final class InOrder<K extends Comparable<? super K>, E, OUT>
        extends KeyedProcessOperator<K, E, OUT> {

    private static final long serialVersionUID = 1;

    private static final int MICROS = 1_000_000;
    private static final int MOST_SPARE = 4;

    /** A larger second is not kept for one to come, nor one of more than this part of all. */
    private static final int ROOMY_BYTES = 8 << 20;

    private static final int ROOMY_PART = 16;

    /**
     * Of seconds that are further ahead than this of the oldest one, ms, only clocks can be wrong.
     */
    private static final long FAR_AHEAD = 10_000;

    /** Times in which there was no room for all. */
    public static final OutputTag<StateLimit> LIMITS =
            new OutputTag<>("state-limits", TypeInformation.of(StateLimit.class));

    private final InOrderFunction<K, E, OUT> function;
    private final TypeSerializer<E> serializer;
    private final Ceiling ceiling;

    /** By the last millisecond of each, epoch ms. */
    private transient TreeMap<Long, SecondBucket<E>> seconds;

    private transient Deque<SecondBucket<E>> spare;
    private transient Deadlines<K> deadlines;
    private transient StreamRecord<E> released;

    /** The key that was given an event, and has not been settled; else null. */
    @Nullable private transient K unflushed;

    private transient long watermark;
    private transient boolean restored;
    private transient volatile long held;

    /** Events still held by hash of their key, when nothing follows them; else null. */
    @Nullable private transient Map<Integer, Integer> toCome;

    private transient Counter lateMessages;

    /** Of this subtask. */
    private transient long mostPlaces;

    private transient long mostHeldBytes;
    private transient volatile long heldBytes;

    /** The last millisecond of the latest second that was released, epoch ms. */
    private transient long passed;

    private transient LimitTeller closedEarly;
    private transient LimitTeller appliedEarly;
    private transient Counter forgottenEarly;

    public InOrder(InOrderFunction<K, E, OUT> function, TypeSerializer<E> serializer) {
        this(function, serializer, Ceiling.NONE);
    }

    public InOrder(
            InOrderFunction<K, E, OUT> function, TypeSerializer<E> serializer, Ceiling ceiling) {
        super(function);
        this.function = function;
        this.serializer = serializer;
        this.ceiling = ceiling;
    }

    /** As {@link KeyedStream#process}. */
    public static <K extends Comparable<? super K>, E, OUT> SingleOutputStreamOperator<OUT> process(
            KeyedStream<E, K> events,
            InOrderFunction<K, E, OUT> function,
            Class<OUT> result,
            Ceiling ceiling) {
        return events.transform(
                "in order",
                TypeInformation.of(result),
                new InOrder<>(
                        function,
                        events.getType()
                                .createSerializer(
                                        events.getExecutionConfig().getSerializerConfig()),
                        ceiling));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        seconds = new TreeMap<>();
        spare = new ArrayDeque<>();
        released = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        passed = Long.MIN_VALUE;
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        mostPlaces = ceiling.placesOf(subtasks);
        mostHeldBytes = ceiling.heldBytesOf(subtasks, Runtime.getRuntime().maxMemory());
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
        getMetricGroup().gauge("heldBytes", () -> heldBytes);
        getMetricGroup().gauge("places", function::places);
        String subtask =
                ceiling.kind() + '/' + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        closedEarly = new LimitTeller(subtask, getMetricGroup().counter("evicted"));
        appliedEarly =
                new LimitTeller("order of " + subtask, getMetricGroup().counter("appliedEarly"));
        forgottenEarly = getMetricGroup().counter("forgottenEarly");
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
            function.migrate(new Savepoint());
        }
    }

    /** How many are to come, those included that nothing is due at any more. */
    public int deadlines() {
        return deadlines.count();
    }

    /** Once the watermark is known: it limits how far ahead they may be. */
    private void restoreDeadlines() throws Exception {
        restored = false;
        Eviction<K> all = lookAtAll();
        function.recounted(all.places());
        all.run(this::evict, deadlines::add);
    }

    /** For want of room, or since too many deadlines are none any more. */
    private void makeRoom() throws Exception {
        restored = false;
        flushUnless(null);
        Eviction<K> all = lookAtAll();
        function.recounted(all.places());
        deadlines.clear();
        all.run(this::evict, deadlines::add);
    }

    private Eviction<K> lookAtAll() throws Exception {
        Eviction<K> all = new Eviction<>(mostPlaces);
        this.<K>getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        function.state(),
                        (key, state) -> {
                            all.consider(key, function.standing(), function.nextTimer());
                            function.flush();
                        });
        return all;
    }

    private void evict(K key, Standing standing) throws Exception {
        setCurrentKey(key);
        long now = Math.floorDiv(Math.max(0, Math.max(passed, watermark)), 1000) * 1000;
        function.evicting = true;
        super.onEventTime(new TimerHeapInternalTimer<>(now, key, VoidNamespace.INSTANCE));
        function.evicting = false;
        function.flush();
        if (standing.rank() == Standing.OVER) {
            forgottenEarly.inc();
        } else {
            closedEarly.count(now, 1);
        }
    }

    private boolean isFull() {
        return function.places() > mostPlaces || deadlines.count() / 2 > mostPlaces;
    }

    @Override
    public void processElement(StreamRecord<E> record) throws Exception {
        E event = record.getValue();
        long micros = function.micros(event);
        if (Seconds.endOf(micros) <= watermark) {
            lateMessages.inc();
            super.processElement(record);
            function.flush();
            if (isFull()) {
                makeRoom();
                tellLimits();
            }
        } else {
            hold(event, micros);
            if (heldBytes > mostHeldBytes) {
                releaseEarly();
            }
        }
    }

    /** The oldest come first, unless it is others that are far ahead of their time. */
    private void releaseEarly() throws Exception {
        while (heldBytes > mostHeldBytes - mostHeldBytes / 8) {
            long oldest = seconds.firstKey();
            long latest = seconds.lastKey();
            SecondBucket<E> second = seconds.get(latest);
            long before = held;
            if (latest - oldest > FAR_AHEAD && second.size() > mostHeldBytes / 16) {
                seconds.remove(latest);
                release(latest, second);
            } else {
                deadlines.reach(oldest);
                advance(oldest);
            }
            appliedEarly.count(oldest, before - held);
        }
        tellLimits();
    }

    private void tellLimits() {
        closedEarly.tell(this::tell);
        appliedEarly.tell(this::tell);
    }

    private void tell(StateLimit limit) {
        output.collect(LIMITS, new StreamRecord<>(limit, limit.toMicros() / 1000));
    }

    /** Of the current key. */
    private void hold(E event, long micros) throws IOException {
        Long end = Seconds.endOf(micros);
        SecondBucket<E> second = seconds.get(end);
        if (second == null) {
            second = spare.isEmpty() ? new SecondBucket<>(serializer) : spare.pop();
            seconds.put(end, second);
            heldBytes += second.size();
        }
        long size = second.size();
        second.add(
                event,
                getCurrentKey().hashCode(),
                function.turn(event),
                (int) Math.floorMod(micros, MICROS));
        held++;
        heldBytes += second.size() - size;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            toCome = new HashMap<>();
            for (SecondBucket<E> second : seconds.values()) {
                second.keyHashes().forEach(hash -> toCome.merge(hash, 1, Integer::sum));
            }
        }
        deadlines.reach(mark.getTimestamp());
        advance(mark.getTimestamp());
        watermark = Math.max(watermark, mark.getTimestamp());
        if (isFull() && mark.getTimestamp() < Long.MAX_VALUE) {
            makeRoom();
        }
        tellLimits();
        super.processWatermark(mark);
    }

    /** Does all that is due by then, epoch ms. */
    private void advance(long until) throws Exception {
        if (restored) {
            passed = until == Long.MAX_VALUE ? passed : until;
            restoreDeadlines();
        }
        while (true) {
            long deadline = deadlines.next();
            long end = seconds.isEmpty() ? Long.MAX_VALUE : seconds.firstKey();
            long next = Math.min(deadline, end);
            if (next > until || next == Long.MAX_VALUE) {
                break;
            }
            watermark = Math.max(watermark, next - 1);
            if (deadline < end) {
                deadlines.release(key -> wake(key, deadline));
            } else {
                passed = end;
                release(end, seconds.pollFirstEntry().getValue());
                watermark = Math.max(watermark, end);
            }
        }
    }

    private void wake(K key, long second) throws Exception {
        setCurrentKey(key);
        long due = function.nextTimer();
        if (due == second) {
            super.onEventTime(new TimerHeapInternalTimer<>(second, key, VoidNamespace.INSTANCE));
        } else if (due > second) {
            deadlines.add(key, due);
        }
        function.flush();
    }

    /** A timer of an earlier version's savepoint: the state has its purpose. */
    @Override
    public void onEventTime(InternalTimer<K, VoidNamespace> timer) {}

    private void release(long end, SecondBucket<E> second) throws Exception {
        second.release(
                function.ties(),
                event -> {
                    released.replace(event, end);
                    setKeyContextElement1(released);
                    K key = this.<K>getKeyedStateBackend().getCurrentKey();
                    if (isFull() && !key.equals(unflushed)) {
                        makeRoom();
                        setKeyContextElement1(released);
                    }
                    flushUnless(key);
                    if (toCome != null) {
                        toCome.computeIfPresent(
                                getCurrentKey().hashCode(), (k, n) -> n == 1 ? null : n - 1);
                    }
                    super.processElement(released);
                });
        flushUnless(null);
        held -= second.count();
        heldBytes -= second.size();
        second.clear();
        if (spare.size() < MOST_SPARE
                && second.size() <= Math.min(ROOMY_BYTES, mostHeldBytes / ROOMY_PART)) {
            spare.push(second);
        }
    }

    /** Events of a key lie side by side: what is kept of it is read and written once for them. */
    private void flushUnless(@Nullable K key) throws Exception {
        if (unflushed != null && !unflushed.equals(key)) {
            setCurrentKey(unflushed);
            function.flush();
            if (key != null) {
                setCurrentKey(key);
            }
        }
        unflushed = key;
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
        for (SecondBucket<E> second : seconds.values()) {
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

    private final class Savepoint implements StateMigration<E> {

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
                        function.flush();
                    });
        }
    }
}
