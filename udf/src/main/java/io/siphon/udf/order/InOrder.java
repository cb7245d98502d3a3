package io.siphon.udf.order;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateBackend;
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

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.Map;

/**
 * Holds events until the watermark has passed their second, and gives them to its function in order
 * of their time: the same order for a key at any parallelism, live or from a file. What comes later
 * still is given at once, and counted as {@code lateMessages}.
 *
 * <p>An event whose record has a timestamp of a later second than its time is of a backlog ({@link
 * io.siphon.sources.hep.HepPacket#lateMicros}): its turn comes then, and the deadlines of its key
 * as much later ({@link KeyDelays}).
 *
 * <p>Events carry the timestamp of {@link Seconds#endOf} their second; deadlines ({@link
 * InOrderFunction#wake}) fall between them, when it is their turn, however far the watermark has
 * come in one step.
 *
 * <p>All keys share one array of bytes for each second (ADR 12), in checkpoints raw keyed state.
 * Deadlines are in none: the state of each key has its own.
 *
 * <p>Both have a {@link Ceiling}. Beyond that of held bytes the oldest second has its turn before
 * the watermark has passed it: in order all the same, but for what comes later of it. Beyond that
 * of places all keys are looked at once, and as many as have the lowest {@link Standing} are closed
 * early as make room for a while. Either is reported to {@link #LIMITS}.
 *
 * <p>Metrics: {@code lateMessages}, {@code heldEvents}, {@code heldBytes}, {@code deadlines},
 * {@code places}, {@code endedKeys}, and those of {@link Limits}.
 */
public final class InOrder<K extends Comparable<? super K>, E, OUT>
        extends KeyedProcessOperator<K, E, OUT> {

    private static final long serialVersionUID = 1;

    /** Further ahead of the oldest second than this, ms, only clocks can be wrong. */
    private static final long FAR_AHEAD = 10_000;

    /** Times in which there was no room for all. */
    public static final OutputTag<StateLimit> LIMITS =
            new OutputTag<>("state-limits", TypeInformation.of(StateLimit.class));

    private final InOrderFunction<K, E, OUT> function;
    private final TypeSerializer<E> serializer;
    private final Ceiling ceiling;

    private transient HeldSeconds<E> held;
    private transient KeyDelays delays;
    private transient Deadlines<K> deadlines;
    private transient BacklogDeadlines<K> backlog;
    private transient StreamRecord<E> released;

    /** The key that was given an event, and has not been settled; else null. */
    @Nullable private transient K unflushed;

    private transient long watermark;
    private transient boolean restored;

    /** Events still held by hash of their key, when nothing follows them; else null. */
    @Nullable private transient Map<Integer, Integer> toCome;

    private transient Counter lateMessages;

    /** The last millisecond of the latest second that was released, epoch ms. */
    private transient long passed;

    private transient Limits limits;
    private transient EndedKeys ended;

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
            TypeInformation<OUT> result,
            Ceiling ceiling) {
        return events.transform(
                "in order",
                result,
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
        released = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        passed = Long.MIN_VALUE;
        TaskInfo task = getRuntimeContext().getTaskInfo();
        limits =
                new Limits(
                        ceiling, task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks());
        held =
                new HeldSeconds<>(
                        serializer, function::micros, function.ties(), limits.mostHeldBytes());
        ended = new EndedKeys(function.endedReach(), limits);
        restored = context.isRestored();
        HeldSeconds.<E>read(
                context.getRawKeyedStateInputs(),
                getUserCodeClassloader(),
                (event, second) -> {
                    setKeyContextElement1(released.replace(event));
                    hold(event, second);
                },
                ended);
    }

    @Override
    public void open() throws Exception {
        super.open();
        lateMessages = getMetricGroup().counter("lateMessages");
        getMetricGroup().gauge("heldEvents", held::count);
        getMetricGroup().gauge("heldBytes", held::bytes);
        getMetricGroup().gauge("places", function::places);
        getMetricGroup().gauge("endedKeys", ended::count);
        limits.open(getMetricGroup());
        KeyedStateBackend<K> backend = getKeyedStateBackend();
        deadlines = new Deadlines<>(backend.getKeySerializer());
        backlog = new BacklogDeadlines<>(backend.getKeySerializer());
        getMetricGroup().gauge("deadlines", this::deadlines);
        delays = new KeyDelays(getRuntimeContext(), restored);
        function.ended = ended;
        function.operator =
                new InOrderFunction.Operator() {
                    @Override
                    public boolean isOver() {
                        // the same at any parallelism, by the key alone
                        return toCome != null && !toCome.containsKey(getCurrentKey().hashCode());
                    }

                    @Override
                    public void wake(long second) throws IOException {
                        deadlines.add(backend.getCurrentKey(), second + delays.current());
                        backlog.add(backend.getCurrentKey(), second, delays.current());
                    }

                    @Override
                    public Object key() {
                        return backend.getCurrentKey();
                    }

                    @Override
                    public long now() {
                        return Math.max(passed, watermark);
                    }
                };
        if (restored) {
            function.migrate(
                    new SavepointMigration<>(
                            backend, function, event -> hold(event, HeldSeconds.IN_TIME)));
        }
    }

    /** How many are to come, those included that nothing is due at any more. */
    public int deadlines() {
        return deadlines.count() + backlog.count();
    }

    /**
     * For want of room, since too many deadlines are none any more, or after a restore, once the
     * watermark is known: it limits how far ahead they may be.
     */
    private void makeRoom() throws Exception {
        restored = false;
        flushUnless(null);
        Eviction<K> all = new Eviction<>(limits.mostPlaces());
        this.<K>getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        function.state(),
                        (key, state) -> {
                            all.consider(key, function.standing(), function.nextTimer());
                            function.flush();
                        });
        function.recounted(all.places());
        deadlines.clear();
        all.run(this::evict, deadlines::add);
    }

    private void evict(K key, Standing standing) throws Exception {
        setCurrentKey(key);
        long now = Math.floorDiv(Math.max(0, function.operator.now()), 1000) * 1000;
        function.evicting = true;
        super.onEventTime(new TimerHeapInternalTimer<>(now, key, VoidNamespace.INSTANCE));
        function.evicting = false;
        settle();
        limits.evicted(standing, now);
    }

    private boolean isFull() {
        return limits.isFull(function.places(), deadlines.count());
    }

    @Override
    public void processElement(StreamRecord<E> record) throws Exception {
        E event = record.getValue();
        long own = Seconds.endOf(function.micros(event));
        long stamp = record.hasTimestamp() ? Seconds.ofMillis(record.getTimestamp()) : own;
        long second = Math.max(own, stamp);
        boolean atOnce = function.takesAtOnce();
        if (atOnce || second <= watermark) {
            lateMessages.inc(atOnce ? 0 : 1);
            delays.turn(atOnce ? 0 : second - own);
            super.processElement(record);
            settle();
            if (isFull()) {
                makeRoom();
                tellLimits();
            }
        } else {
            hold(event, second == own ? HeldSeconds.IN_TIME : second);
            if (held.bytes() > limits.mostHeldBytes()) {
                releaseEarly();
            }
        }
    }

    /** The oldest come first, unless it is others that are far ahead of their time. */
    private void releaseEarly() throws Exception {
        long most = limits.mostHeldBytes();
        while (held.bytes() > most - most / 8) {
            long oldest = held.first();
            long latest = held.last();
            long before = held.count();
            if (latest - oldest > FAR_AHEAD && held.bytesOfLast() > most / 16) {
                release(latest);
            } else {
                deadlines.reach(oldest);
                advance(oldest);
            }
            limits.applied(oldest, before - held.count());
        }
        tellLimits();
    }

    private void tellLimits() {
        limits.tell(l -> output.collect(LIMITS, new StreamRecord<>(l, l.toMicros() / 1000)));
    }

    /** Of the current key. */
    private void hold(E event, long lateSecond) throws IOException {
        held.hold(event, getCurrentKey().hashCode(), function.turn(event), lateSecond);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            toCome = held.byHash();
        }
        deadlines.reach(mark.getTimestamp());
        advance(mark.getTimestamp());
        watermark = Math.max(watermark, mark.getTimestamp());
        if (isFull() && mark.getTimestamp() < Long.MAX_VALUE) {
            makeRoom();
        }
        tellLimits();
        backlog.forget(mark.getTimestamp());
        super.processWatermark(mark);
    }

    /** Does all that is due by then, epoch ms. */
    private void advance(long until) throws Exception {
        if (restored) {
            passed = until == Long.MAX_VALUE ? passed : until;
            makeRoom();
        }
        while (true) {
            long deadline = deadlines.next();
            long end = held.first();
            long next = Math.min(deadline, end);
            if (next > until || next == Long.MAX_VALUE) {
                break;
            }
            watermark = Math.max(watermark, next - 1);
            if (deadline < end) {
                deadlines.release(key -> wake(key, deadline, false));
            } else {
                passed = end;
                release(end);
                watermark = Math.max(watermark, end);
            }
        }
    }

    /** At that second; or where a backlog has passed it, whatever the delay of the key. */
    private void wake(K key, long second, boolean passed) throws Exception {
        setCurrentKey(key);
        long due = function.nextTimer();
        long falls = due + (passed ? 0 : delays.current());
        if (due != InOrderFunction.NEVER && falls <= second) {
            super.onEventTime(new TimerHeapInternalTimer<>(due, key, VoidNamespace.INSTANCE));
        } else if (due != InOrderFunction.NEVER && !passed) {
            deadlines.add(key, falls);
        }
        settle();
    }

    /** A timer of an earlier version's savepoint: the state has its purpose. */
    @Override
    public void onEventTime(InternalTimer<K, VoidNamespace> timer) {}

    private void release(long end) throws Exception {
        held.release(
                end,
                event -> {
                    long own = Seconds.endOf(function.micros(event));
                    backlog.reach(own);
                    release(event, end, end - own);
                },
                event -> release(event, end, 0));
        flushUnless(null);
        backlog.release((key, second) -> wake(key, second, true));
    }

    private void release(E event, long end, long late) throws Exception {
        released.replace(event, end);
        setKeyContextElement1(released);
        K key = this.<K>getKeyedStateBackend().getCurrentKey();
        if (isFull() && !key.equals(unflushed)) {
            makeRoom();
            setKeyContextElement1(released);
        }
        flushUnless(key);
        if (toCome != null) {
            toCome.computeIfPresent(getCurrentKey().hashCode(), (k, n) -> n == 1 ? null : n - 1);
        }
        delays.turn(late);
        super.processElement(released);
    }

    /** Events of a key lie side by side: what is kept of it is read and written once for them. */
    private void flushUnless(@Nullable K key) throws Exception {
        if (unflushed != null && !unflushed.equals(key)) {
            setCurrentKey(unflushed);
            settle();
            if (key != null) {
                setCurrentKey(key);
            }
        }
        unflushed = key;
    }

    /** All that is for the current key now has been given. */
    private void settle() throws Exception {
        if (delays.isUsed() && function.nextTimer() == InOrderFunction.NEVER) {
            delays.clear();
        }
        function.flush();
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        held.write(
                context.getRawKeyedOperatorStateOutput(),
                getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
                ended);
    }
}
