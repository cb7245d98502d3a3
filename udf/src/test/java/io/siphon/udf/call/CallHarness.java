package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import static org.assertj.core.api.Assertions.assertThat;

/** A {@link CallTracker} that is fed by hand. Every test ends with {@link #end()}. */
final class CallHarness implements AutoCloseable {

    static final Duration SETUP_TIMEOUT = Duration.ofMinutes(4);
    static final Duration MAX_DURATION = Duration.ofHours(12);
    static final Duration ENDED_REACH = Duration.ofMinutes(15);
    static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(2);

    static final int GROUPS = 128;

    private final KeyedOneInputStreamOperatorTestHarness<String, CallEvent, Call> harness;
    private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
    private long newest;

    CallHarness() throws Exception {
        this(null);
    }

    CallHarness(OperatorSubtaskState restored) throws Exception {
        this(Ceiling.NONE, restored);
    }

    CallHarness(Ceiling ceiling, OperatorSubtaskState restored) throws Exception {
        this(ceiling, restored, 1, 0, 1);
    }

    /** Where legs of a Call-ID are told by tag. */
    static CallHarness ofLegs(OperatorSubtaskState restored) throws Exception {
        return new CallHarness(Ceiling.NONE, restored, 1, 0, CallIdState.MOST);
    }

    CallHarness(Ceiling ceiling, OperatorSubtaskState whole, int parallelism, int subtask)
            throws Exception {
        this(ceiling, whole, parallelism, subtask, 1);
    }

    private CallHarness(
            Ceiling ceiling,
            OperatorSubtaskState whole,
            int parallelism,
            int subtask,
            int mostOfCallId)
            throws Exception {
        OperatorSubtaskState restored =
                whole == null
                        ? null
                        : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                whole, GROUPS, 1, parallelism, subtask);
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new CallTracker(
                                        SETUP_TIMEOUT, MAX_DURATION, mostOfCallId, ENDED_REACH),
                                CallEventCodec.TYPE.createSerializer(new SerializerConfigImpl()),
                                ceiling),
                        CallEvent::callId,
                        Types.STRING,
                        new MockEnvironmentBuilder()
                                .setMaxParallelism(GROUPS)
                                .setParallelism(parallelism)
                                .setSubtaskIndex(subtask)
                                .setMetricGroup(
                                        new InterceptingTaskMetricGroup() {
                                            @Override
                                            public InternalOperatorMetricGroup getOrAddOperator(
                                                    OperatorID id,
                                                    String name,
                                                    Map<String, String> variables) {
                                                return metrics;
                                            }
                                        })
                                .build());
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    /** As it would be live: in order of arrival, the watermark behind the newest. */
    CallHarness live(Iterable<SipMessage> messages) throws Exception {
        for (SipMessage m : messages) {
            push(m);
            newest = Math.max(newest, m.timeMicros() / 1000);
            harness.processWatermark(newest - OUT_OF_ORDERNESS.toMillis() - 1);
        }
        return this;
    }

    CallHarness live(CallScript call) throws Exception {
        return live(
                call.messages().stream()
                        .sorted(Comparator.comparingLong(SipMessage::timeMicros))
                        .toList());
    }

    CallHarness push(SipMessage m) throws Exception {
        if (CallEvent.concerns(m)) {
            harness.processElement(CallEvent.of(m), m.timeMicros() / 1000);
        }
        return this;
    }

    /** As of a backlog: all at once, in their turn then. */
    CallHarness late(Iterable<SipMessage> messages, Duration turn) throws Exception {
        for (SipMessage m : messages) {
            harness.processElement(CallEvent.of(m), CallScript.micros(turn) / 1000);
        }
        return this;
    }

    CallHarness push(CallEvent note) throws Exception {
        harness.processElement(note, note.timeMicros() / 1000);
        return this;
    }

    /** As it comes from another operator that has its events in order: of the end of its second. */
    CallHarness pushLate(CallEvent note) throws Exception {
        harness.processElement(note, note.timeMicros() / 1_000_000 * 1000 + 999);
        return this;
    }

    /** The watermark comes to that time after {@link CallScript#BEGINNING}. */
    CallHarness at(Duration sinceBeginning) throws Exception {
        harness.processWatermark(CallScript.micros(sinceBeginning) / 1000);
        return this;
    }

    CallHarness endOfInput() throws Exception {
        harness.processWatermark(Long.MAX_VALUE);
        return this;
    }

    List<Call> rows() {
        return new ArrayList<>(harness.extractOutputValues());
    }

    Call row() {
        List<Call> rows = rows();
        return rows.get(rows.size() - 1);
    }

    /** The last one with that From tag. */
    Call row(String fromTag) {
        return rows().stream()
                .filter(row -> row.fromTag().equals(fromTag))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    List<CallChange> changes() {
        return rows().stream().map(Call::change).toList();
    }

    /** Output in order: records and watermarks. */
    Iterable<Object> output() {
        return harness.getOutput();
    }

    @SuppressWarnings("unchecked")
    List<StreamRecord<Call>> records() {
        List<StreamRecord<Call>> records = new ArrayList<>();
        for (Object o : harness.getOutput()) {
            if (o instanceof StreamRecord<?> r) {
                records.add((StreamRecord<Call>) r);
            }
        }
        return records;
    }

    long count(String counter) {
        return ((Counter) metrics.get(counter)).getCount();
    }

    long gauge(String gauge) {
        return (Long) ((Gauge<?>) metrics.get(gauge)).getValue();
    }

    List<StateLimit> limits() {
        Queue<StreamRecord<StateLimit>> told = harness.getSideOutput(InOrder.LIMITS);
        return told == null ? List.of() : told.stream().map(StreamRecord::getValue).toList();
    }

    /** Octets of the largest state of a call. */
    int largestState() throws Exception {
        int[] largest = {0};
        KeyedStateBackend<String> backend = harness.getOperator().getKeyedStateBackend();
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                PackedState.descriptor("packed"),
                (key, state) -> largest[0] = Math.max(largest[0], state.value().length));
        return largest[0];
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    int deadlines() {
        return ((InOrder<?, ?, ?>) harness.getOneInputOperator()).deadlines();
    }

    int entries() {
        return harness.numKeyedStateEntries();
    }

    /** Lets a day pass: nothing may be left. */
    void end() throws Exception {
        at(Duration.ofDays(1));
        assertNothingLeft();
    }

    void assertNothingLeft() {
        assertThat(entries()).as("state entries").isZero();
        assertThat(deadlines()).as("deadlines").isZero();
        assertThat(harness.numEventTimeTimers()).as("timers").isZero();
        assertThat(gauge("heldEvents")).as("held events").isZero();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
