package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;
import io.siphon.udf.order.StateMigration;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Follows calls, keyed by Call-ID, and emits a {@link Call} at each {@link CallChange}. Give it the
 * messages that {@link CallEvent#concerns} names.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it, so that the rows are the same at any parallelism,
 * live or from a file. Emitted records carry a timestamp in the second of {@link
 * Call#changeMicros}: windows of whole seconds take both alike, and none of them late.
 *
 * <p>At the end of input, calls that are up stay as they were last written: nothing is made up.
 *
 * <p>Metrics: {@code callsUp}, calls started and not ended (right in the sum over subtasks, also
 * after rescaling); {@code unknownDialogs}, messages of calls whose INVITE was not seen, and BYEs
 * with tags of no dialog of their call.
 */
public final class CallTracker extends InOrderFunction<String, CallEvent, Call>
        implements CheckpointedFunction {

    private final long setupTimeout;
    private final long maxDuration;

    private transient PackedState<CallState> calls;
    private transient ListState<Long> callsUpState;
    private transient volatile long callsUp;
    private transient Counter callsSeen;
    private transient Counter unknownDialogs;

    /**
     * @param setupTimeout after the last INVITE or provisional response without a final one, a call
     *     has timed out
     * @param maxDuration after the answer or the last sign of life without a BYE, a call has timed
     *     out
     */
    public CallTracker(Duration setupTimeout, Duration maxDuration) {
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        callsUpState =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("calls-up", Long.class));
        for (long up : callsUpState.get()) {
            callsUp += up;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        callsUpState.update(List.of(callsUp));
    }

    @Override
    public void open(OpenContext context) {
        calls = new PackedState<>(getRuntimeContext(), state(), new CallStateCodec());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        metrics.gauge("callsUp", () -> callsUp);
        callsSeen = metrics.counter("callsSeen");
        unknownDialogs = metrics.counter("unknownDialogs");
    }

    @Override
    protected void migrate(StateMigration<CallEvent> state) throws Exception {
        state.events("events", CallEventCodec.TYPE);
        state.values("call", CallState.class, calls::update);
        state.values("ended", EndedCall.class, ended -> calls.update(ended.toCall()));
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        CallState call = calls.value();
        return call == null ? NEVER : call.timer;
    }

    @Override
    protected void flush() throws Exception {
        calls.close();
    }

    @Override
    protected long places() {
        return calls.places();
    }

    @Override
    protected void recounted(long places) {
        calls.recounted(places);
    }

    /** What one packet can make goes before what takes an answer. */
    @Override
    protected Standing standing() throws Exception {
        CallState call = calls.value();
        int taken = calls.taken();
        if (call.closedAt > 0) {
            return new Standing(Standing.OVER, call.closedAt, "", taken);
        }
        if (!call.isStarted()) {
            return new Standing(Standing.OVER, call.early.get(0).timeMicros(), "", taken);
        }
        if (call.answeredAt > 0 || call.dialogAt > 0) {
            return new Standing(Standing.UP, call.activeAt, call.node, taken);
        }
        boolean heardOf = call.ringingAt > 0 || call.activeAt > call.startedAt;
        int rank = heardOf ? Standing.UNDER_WAY : Standing.UNANSWERED;
        return new Standing(rank, call.startedAt, call.node, taken);
    }

    @Override
    protected long micros(CallEvent event) {
        return event.timeMicros();
    }

    @Override
    protected Comparator<CallEvent> ties() {
        return CallEvent.ORDER;
    }

    @Override
    public void processElement(CallEvent event, Context context, Collector<Call> out)
            throws Exception {
        String callId = context.getCurrentKey();
        store(apply(event, known(callId), callId, out));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Call> out)
            throws Exception {
        CallState call = known(context.getCurrentKey());
        if (isEvicted()) {
            evict(call, timestamp * 1000, out);
            return;
        }
        call.timer = NEVER;
        if (call.deadline(setupTimeout, maxDuration) <= timestamp * 1000) {
            call = expire(call, timestamp * 1000, out);
        }
        store(call);
    }

    /** Null while there is none. */
    private CallState known(String callId) throws Exception {
        CallState call = calls.value();
        if (call != null) {
            call.callId = callId;
        }
        return call;
    }

    /** Returns the call after the event; null while there is none. */
    private CallState apply(CallEvent event, CallState known, String callId, Collector<Call> out) {
        CallState call = known;
        if (call != null && call.isEndedBy(event)) {
            new CallRules(call, out::collect).expire(event.timeMicros());
            count(true, call);
        }
        if (call == null) {
            call = CallState.of(callId);
        } else if (call.isFollowedBy(event)) {
            call = CallState.of(callId).withTimer(known.timer);
        }
        boolean up = call.isUp();
        if (!new CallRules(call, out::collect).apply(event)) {
            unknownDialogs.inc();
        }
        count(up, call);
        return call.isStarted() || !call.early.isEmpty() ? call : null;
    }

    /** Returns the call after its deadline; null when it is to be forgotten. */
    private CallState expire(CallState call, long now, Collector<Call> out) throws Exception {
        if (!call.isUp()) {
            unknownDialogs.inc(call.early.size());
            return forget();
        }
        if (isOver() && call.isOpen()) {
            callsUp--;
            return forget();
        }
        new CallRules(call, out::collect).expire(now);
        count(true, call);
        return call;
    }

    private void evict(CallState call, long now, Collector<Call> out) {
        if (call.isUp()) {
            new CallRules(call, out::collect).evict(now);
            count(true, call);
        } else {
            unknownDialogs.inc(call.early.size());
        }
        forget();
    }

    private CallState forget() {
        calls.clear();
        return null;
    }

    private void count(boolean wasUp, CallState call) {
        if (wasUp != call.isUp()) {
            callsUp += wasUp ? -1 : 1;
            callsSeen.inc(wasUp ? 0 : 1);
        }
    }

    private void store(CallState call) throws Exception {
        if (call == null) {
            return;
        }
        call.timer = wake(call.timer, call.deadline(setupTimeout, maxDuration));
        calls.update(call);
    }
}
