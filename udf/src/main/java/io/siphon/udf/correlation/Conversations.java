package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallEventCodec;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Seconds;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts links together: legs of legs are legs. It sees links and ends of calls only, all under one
 * key and in one subtask, since two links may meet at any call. It emits links as rows, and by
 * {@link #NOTES} the notes for calls.
 *
 * <p>The first leg is the one that began first, so conversations are the same whichever link was
 * found first. A conversation is forgotten a little after its last leg.
 *
 * <p>Metrics: {@code conversations}; {@code linksNotKept}, links that would have made one of more
 * than {@link CorrelationSettings#maxLegs} legs; {@code conversationsForgotten}, beyond {@value
 * #MOST}.
 */
public final class Conversations extends InOrderFunction<String, FoundLink, CallLink>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    /** Notes for calls: their conversation has changed. */
    public static final OutputTag<CallEvent> NOTES =
            new OutputTag<>("leg-notes", CallEventCodec.TYPE);

    /** Beyond it those that are over first are forgotten, about 1 kB each. */
    static final int MOST = 100_000;

    /** How long after all legs are over links may still change, µs. */
    private static final long AFTER = 5_000_000;

    private final CorrelationSettings settings;
    private final long maxDuration;

    private transient ConversationRules rules;
    private transient TreeMap<Long, Set<ConversationState>> deadlines;
    private transient ListState<ConversationState> stored;
    private transient ValueState<Long> timer;
    private transient int count;
    private transient Counter linksNotKept;
    private transient Counter forgotten;

    /** Of the event that is applied. */
    private transient Collector<CallLink> rows;

    private transient List<CallEvent> notes;

    /**
     * @param maxDuration of calls
     */
    public Conversations(CorrelationSettings settings, Duration maxDuration) {
        this.settings = settings;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        stored =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>("conversations", ConversationCodec.TYPE));
        deadlines = new TreeMap<>();
        notes = new ArrayList<>();
        rules = new ConversationRules(settings.maxLegs(), row -> rows.collect(row), notes::add);
        for (ConversationState conversation : stored.get()) {
            rules.restore(conversation);
            schedule(conversation);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<ConversationState> all = new ArrayList<>(count);
        deadlines.values().forEach(all::addAll);
        stored.update(all);
    }

    @Override
    public void open(OpenContext context) {
        timer = getRuntimeContext().getState(state());
        getRuntimeContext().getMetricGroup().gauge("conversations", () -> count);
        linksNotKept = getRuntimeContext().getMetricGroup().counter("linksNotKept");
        forgotten = getRuntimeContext().getMetricGroup().counter("conversationsForgotten");
    }

    @Override
    protected ValueStateDescriptor<Long> state() {
        return new ValueStateDescriptor<>("timer", Types.LONG);
    }

    @Override
    protected long nextTimer() throws Exception {
        Long asked = timer.value();
        return asked == null ? NEVER : asked;
    }

    @Override
    protected long micros(FoundLink link) {
        return link.timeMicros();
    }

    @Override
    protected Comparator<FoundLink> ties() {
        return FoundLink.ORDER;
    }

    @Override
    public void processElement(FoundLink link, Context context, Collector<CallLink> out)
            throws Exception {
        rows = out;
        if (link.isFailure()) {
            rules.failed(link.first());
        } else if (link.over()) {
            rules.over(link.first(), link.timeMicros(), this::changed);
        } else if (!rules.link(link, this::changed)) {
            linksNotKept.inc();
        }
        notes.forEach(note -> context.output(NOTES, note));
        notes.clear();
        wake();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<CallLink> out)
            throws Exception {
        timer.clear();
        while (!deadlines.isEmpty() && (isOver() || deadlines.firstKey() <= timestamp)) {
            forget(deadlines.firstEntry().getValue().iterator().next());
        }
        wake();
    }

    private void changed(ConversationState conversation) {
        unschedule(conversation);
        if (conversation.legs.isEmpty()) {
            return;
        }
        conversation.until =
                Seconds.notBefore(
                        conversation.changedAt + (conversation.isOver() ? AFTER : maxDuration));
        schedule(conversation);
        while (count > MOST) {
            forgotten.inc();
            forget(deadlines.firstEntry().getValue().iterator().next());
        }
    }

    private void schedule(ConversationState conversation) {
        count++;
        deadlines
                .computeIfAbsent(conversation.until, second -> new LinkedHashSet<>())
                .add(conversation);
    }

    private void unschedule(ConversationState conversation) {
        Set<ConversationState> due = deadlines.get(conversation.until);
        if (due != null && due.remove(conversation)) {
            count--;
            if (due.isEmpty()) {
                deadlines.remove(conversation.until);
            }
        }
    }

    private void forget(ConversationState conversation) {
        unschedule(conversation);
        rules.forget(conversation);
    }

    private void wake() throws Exception {
        Map.Entry<Long, ?> next = deadlines.firstEntry();
        if (next == null) {
            timer.clear();
            return;
        }
        Long asked = timer.value();
        timer.update(wake(asked == null ? NEVER : asked, next.getKey() * 1000));
    }
}
