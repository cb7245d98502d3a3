package io.siphon.udf.correlation;

import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.call.CallState;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Follows what finding legs needs of each call, keyed by Call-ID: it emits each identifier of a
 * call once, with the call's first INVITE, and what happens to the call where that confirms a
 * guess. So what follows sees a few marks a call, and no messages. It also knows who is up, and
 * says so if asked.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it.
 */
public final class LegTracker extends InOrderFunction<String, LegEvent, LegMark> {

    private static final long serialVersionUID = 1;

    /** Those of the questions that ask for a call that is over, or was never seen to begin. */
    public static final OutputTag<CallQuestion> OVER =
            new OutputTag<>("calls-over", TypeInformation.of(CallQuestion.class));

    private final long setupTimeout;
    private final long maxDuration;
    private final int mostOfCallId;
    private final long endedReach;
    private final long window;

    private transient PackedState<LegIdState> legs;

    /**
     * @param setupTimeout as for calls
     * @param maxDuration as for calls
     * @param endedReach as for calls
     */
    public LegTracker(
            CorrelationSettings settings,
            Duration setupTimeout,
            Duration maxDuration,
            Duration endedReach) {
        this.setupTimeout = setupTimeout.toNanos() / 1000;
        this.maxDuration = maxDuration.toNanos() / 1000;
        mostOfCallId = settings.mostOfCallId();
        window = settings.windowMicros();
        this.endedReach = endedReach.toNanos() / 1000;
    }

    @Override
    public void open(OpenContext context) {
        legs = new PackedState<>(getRuntimeContext(), state(), new LegIdStateCodec());
    }

    @Override
    protected long endedReach() {
        return endedReach;
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        LegIdState all = legs.value();
        return all == null ? NEVER : all.timer;
    }

    @Override
    protected void flush() throws Exception {
        legs.close();
    }

    @Override
    protected long places() {
        return legs.places();
    }

    @Override
    protected void recounted(long places) {
        legs.recounted(places);
    }

    @Override
    protected Standing standing() throws Exception {
        List<LegState> all = legs.value().legs;
        int taken = legs.taken();
        return all.stream()
                .map(leg -> new Standing(rank(leg), leg.activeAt, leg.source, taken))
                .max(Comparator.comparingInt(Standing::rank))
                .orElseThrow();
    }

    private static int rank(LegState leg) {
        if (leg.endedAt > 0) {
            return Standing.OVER;
        }
        if (leg.answered) {
            return Standing.UP;
        }
        return leg.ringing ? Standing.UNDER_WAY : Standing.UNANSWERED;
    }

    @Override
    protected long micros(LegEvent event) {
        return event.timeMicros();
    }

    @Override
    protected Comparator<LegEvent> ties() {
        return LegEvent.ORDER;
    }

    @Override
    public void processElement(LegEvent event, Context context, Collector<LegMark> out)
            throws Exception {
        LegIdState known = legs.value();
        if (event.step() == LegStep.ASKED) {
            if (known == null || !known.isUp()) {
                context.output(
                        OVER,
                        new CallQuestion(event.callId(), event.timeMicros(), event.destination()));
            }
            return;
        }
        if (isAfterEnd(event, known)) {
            return;
        }
        LegIdState all = known == null ? new LegIdState() : known;
        rules(context, out).apply(all, event);
        if (!all.legs.isEmpty()) {
            store(all);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LegMark> out)
            throws Exception {
        LegIdState all = legs.value();
        long now = timestamp * 1000;
        all.timer = NEVER;
        LegRules rules = rules(context, out);
        all.legs.removeIf(leg -> isForgottenAt(leg, now, rules));
        store(all);
    }

    private boolean isForgottenAt(LegState leg, long now, LegRules rules) {
        if (isEvicted() || LegRules.deadline(leg, setupTimeout, maxDuration) <= now) {
            rules.over(leg, now);
            return true;
        }
        return isOver(); // the end of the input is none of the call
    }

    private LegRules rules(Context context, Collector<LegMark> out) {
        return new LegRules(
                context.getCurrentKey(), mostOfCallId, window, out::collect, this::forget);
    }

    private void forget(LegState leg) {
        if (leg.endedAt > 0) {
            ended(of(leg.fromTag), leg.startedAt, leg.endedAt);
        }
    }

    /** As for calls: its row has been written, and its links. */
    private boolean isAfterEnd(LegEvent e, @Nullable LegIdState known) {
        return e.step() == LegStep.INVITE
                && isOfEnded(of(e.fromTag()), e.timeMicros(), CallState.LINGER, CallState.AT_ONCE)
                && (known == null || !known.hasBegun(e));
    }

    private int of(int fromTag) {
        return mostOfCallId == 1 ? 0 : fromTag;
    }

    private void store(LegIdState all) throws Exception {
        if (all.legs.isEmpty()) {
            legs.clear();
            return;
        }
        all.timer = wake(all.timer, all.deadline(setupTimeout, maxDuration));
        legs.update(all);
    }
}
