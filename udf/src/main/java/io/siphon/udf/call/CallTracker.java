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

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Follows calls, keyed by Call-ID, and emits a {@link Call} at each {@link CallChange}. Its input
 * are the messages that {@link CallEvent#concerns} selects.
 *
 * <p>Legs of a B2BUA that keeps the Call-ID are calls of their own, see {@link CallIdState}.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it, so the rows are the same at any parallelism, live
 * or from a file. The timestamp of an emitted record is in the second of {@link Call#changeMicros},
 * so it falls into the same window and is never late.
 *
 * <p>At the end of input, calls that are up stay as they were last written; no end is invented.
 *
 * <p>Metrics: {@code callsUp}, calls started and not ended (correct as the sum over subtasks, also
 * after rescaling); {@code unknownDialogs}, messages of calls whose INVITE was not seen, and BYEs
 * whose tags belong to no dialog of their call; {@code legsNotFollowed}, INVITEs of legs beyond
 * {@value CallIdState#MOST} of one Call-ID; {@code messagesAfterEnd}, of calls that have ended and
 * are forgotten, by their tags and time: their agent has sent them late. They change nothing.
 */
public final class CallTracker extends InOrderFunction<String, CallEvent, Call>
        implements CheckpointedFunction {

    private final long setupTimeout;
    private final long maxDuration;
    private final int mostOfCallId;
    private final long endedReach;

    private transient PackedState<CallIdState> calls;
    private transient ListState<Long> callsUpState;
    private transient volatile long callsUp;
    private transient Counter callsSeen;
    private transient Counter unknownDialogs;
    private transient Counter legsNotFollowed;
    private transient Counter messagesAfterEnd;

    /**
     * @param setupTimeout after the last INVITE or provisional response without a final one, a call
     *     has timed out
     * @param maxDuration after the answer or the last sign of life without a BYE, a call has timed
     *     out
     * @param mostOfCallId calls of one Call-ID at a time, up to {@link CallIdState#MOST}
     * @param endedReach how late messages of an ended call may come without beginning another
     */
    public CallTracker(
            Duration setupTimeout, Duration maxDuration, int mostOfCallId, Duration endedReach) {
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
        this.mostOfCallId = mostOfCallId;
        this.endedReach = endedReach.toNanos() / 1000;
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
        calls = new PackedState<>(getRuntimeContext(), state(), new CallIdStateCodec());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        metrics.gauge("callsUp", () -> callsUp);
        callsSeen = metrics.counter("callsSeen");
        unknownDialogs = metrics.counter("unknownDialogs");
        legsNotFollowed = metrics.counter("legsNotFollowed");
        messagesAfterEnd = metrics.counter("messagesAfterEnd");
    }

    @Override
    protected long endedReach() {
        return endedReach;
    }

    @Override
    protected void migrate(StateMigration<CallEvent> state) throws Exception {
        state.events("events", CallEventCodec.TYPE);
        state.values("call", CallState.class, call -> calls.update(CallIdState.of(call)));
        state.values(
                "ended", EndedCall.class, ended -> calls.update(CallIdState.of(ended.toCall())));
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        CallIdState all = calls.value();
        return all == null ? NEVER : all.timer();
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

    /** What one packet can make goes before what takes an answer; of legs the best counts. */
    @Override
    protected Standing standing() throws Exception {
        List<CallState> all = calls.value().calls;
        int taken = calls.taken();
        return all.stream()
                .map(call -> standing(call, taken))
                .max(Comparator.comparingInt(Standing::rank))
                .orElseThrow();
    }

    private static Standing standing(CallState call, int taken) {
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
        CallIdState all = known(callId);
        if (isAfterEnd(event, all)) {
            messagesAfterEnd.inc();
            return;
        }
        if (all == null) {
            CallState call = CallState.of(callId);
            apply(event, call, out);
            if (call.isStarted() || !call.early.isEmpty()) {
                store(CallIdState.of(call));
            }
            return;
        }
        legsNotFollowed.inc(all.hasNoRoomFor(event) ? 1 : 0);
        CallState call = all.about(event, mostOfCallId);
        if (call == null) {
            add(event, callId, all, out);
        } else {
            follow(event, call, all, out);
        }
        store(all);
    }

    /**
     * Whether a message is of a call that has ended and is forgotten, by From tag and time. A later
     * INVITE begins another call.
     *
     * @param all the calls of its Call-ID that are known; null when there is none
     */
    private boolean isAfterEnd(CallEvent e, @Nullable CallIdState all) {
        if (e.opening()) {
            return isOfEnded(of(e.fromTag()), e.timeMicros(), CallState.LINGER, CallState.AT_ONCE)
                    && (all == null || !all.hasBegun(e));
        }
        return all == null
                && !e.isNote()
                && (isOfEnded(of(e.fromTag()), e.timeMicros(), CallState.LINGER, CallState.LINGER)
                        || isOfEnded(
                                of(e.toTag()), e.timeMicros(), CallState.LINGER, CallState.LINGER));
    }

    /** What calls of one Call-ID are told apart by. */
    private int of(String fromTag) {
        return mostOfCallId == 1 ? 0 : fromTag.hashCode();
    }

    private void forget(CallState call) {
        if (call.closedAt > 0) {
            ended(of(call.fromTag), call.startedAt, call.endedAt);
        }
    }

    /** Of a further leg of the same Call-ID, or a note that comes before its INVITE. */
    private void add(CallEvent event, String callId, CallIdState all, Collector<Call> out) {
        long timer = all.timer();
        CallState leg = all.next(callId, event).withTimer(timer);
        for (CallState other : all.calls) {
            if (other.isStarted()) {
                InviteRules.takeTrunk(
                        other, event.trunk()); // nothing else is of our own configuration
            }
        }
        apply(event, leg, out);
        if (leg.isStarted() || !leg.early.isEmpty()) {
            all.add(leg);
        }
    }

    private void follow(CallEvent event, CallState known, CallIdState all, Collector<Call> out) {
        if (known.isEndedBy(event)) {
            new CallRules(known, out::collect).expire(event.timeMicros());
            count(true, known);
        }
        CallState call = known;
        if (call.isFollowedBy(event)) {
            call = all.next(known.callId, event).withTimer(known.timer);
            all.calls.remove(known);
            forget(known);
            all.add(call);
        }
        apply(event, call, out);
    }

    private void apply(CallEvent event, CallState call, Collector<Call> out) {
        boolean up = call.isUp();
        if (!new CallRules(call, out::collect).apply(event)) {
            unknownDialogs.inc();
        }
        count(up, call);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Call> out)
            throws Exception {
        CallIdState all = known(context.getCurrentKey());
        long now = timestamp * 1000;
        if (isEvicted()) {
            all.calls.forEach(call -> evict(call, now, out));
            calls.clear();
            return;
        }
        all.setTimer(NEVER);
        all.calls.removeIf(
                call ->
                        call.deadline(setupTimeout, maxDuration) <= now
                                && isForgottenAt(call, now, out));
        store(all);
    }

    /** Null while there is none. */
    private CallIdState known(String callId) throws Exception {
        CallIdState all = calls.value();
        if (all != null) {
            all.calls.forEach(call -> call.callId = callId);
        }
        return all;
    }

    /** The deadline of a call has come: whether it is to be forgotten. */
    private boolean isForgottenAt(CallState call, long now, Collector<Call> out) {
        if (!call.isUp()) {
            unknownDialogs.inc(call.early.size());
            forget(call);
            return true;
        }
        CallRules rules = new CallRules(call, out::collect);
        if (rules.conclude(now) && call.deadline(setupTimeout, maxDuration) > now) {
            return false;
        }
        if (isOver() && call.isOpen()) {
            callsUp--;
            return true;
        }
        rules.expire(now);
        count(true, call);
        return false;
    }

    private void evict(CallState call, long now, Collector<Call> out) {
        if (call.isUp()) {
            new CallRules(call, out::collect).evict(now);
            count(true, call);
        } else {
            unknownDialogs.inc(call.early.size());
            forget(call); // of those that are up a flood would fill the room of all others
        }
    }

    private void count(boolean wasUp, CallState call) {
        if (wasUp != call.isUp()) {
            callsUp += wasUp ? -1 : 1;
            callsSeen.inc(wasUp ? 0 : 1);
        }
    }

    private void store(CallIdState all) throws Exception {
        if (all.calls.isEmpty()) {
            calls.clear();
            return;
        }
        all.setTimer(wake(all.timer(), all.deadline(setupTimeout, maxDuration)));
        calls.update(all);
    }
}
