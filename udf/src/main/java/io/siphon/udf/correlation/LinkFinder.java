package io.siphon.udf.correlation;

import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Finds links: calls that meet under one identifier, which is the key. {@link IdentifierRules} have
 * those that are sure, {@link GuessRules} those between numbers.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it. Metric: {@code marksNotKept}, calls beyond {@link
 * CorrelationSettings#maxLegs} that had the same identifier, and beyond {@value GuessRules#MOST}
 * between the same numbers; they are not linked by it.
 */
public final class LinkFinder extends InOrderFunction<String, LegMark, FoundLink> {

    private static final long serialVersionUID = 1;

    /**
     * How long a key sleeps at most, µs. Most are over long before their last deadline, and
     * deadlines cannot be taken back.
     */
    private static final long ROUND = 240_000_000;

    private final CorrelationSettings settings;
    private final long maxDuration;

    private transient PackedState<MarksState> identifiers;
    private transient Counter marksNotKept;

    /**
     * @param maxDuration of calls
     */
    public LinkFinder(CorrelationSettings settings, Duration maxDuration) {
        this.settings = settings;
        this.maxDuration = maxDuration.toNanos() / 1000;
    }

    @Override
    public void open(OpenContext context) {
        identifiers = new PackedState<>(getRuntimeContext(), state(), new MarksStateCodec());
        marksNotKept = getRuntimeContext().getMetricGroup().counter("marksNotKept");
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        MarksState marks = identifiers.value();
        return marks == null ? NEVER : marks.timer;
    }

    @Override
    protected void flush() throws Exception {
        identifiers.close();
    }

    @Override
    protected long places() {
        return identifiers.places();
    }

    @Override
    protected void recounted(long places) {
        identifiers.recounted(places);
    }

    @Override
    protected Standing standing() throws Exception {
        MarksState marks = identifiers.value();
        return new Standing(
                Standing.UNANSWERED, marks.legs.get(0).startedAt, "", identifiers.taken());
    }

    @Override
    protected long micros(LegMark mark) {
        return mark.timeMicros();
    }

    @Override
    protected Comparator<LegMark> ties() {
        return LegMark.ORDER;
    }

    @Override
    public void processElement(LegMark mark, Context context, Collector<FoundLink> out)
            throws Exception {
        MarksState marks = marks(mark.key());
        if (mark.step() != LegStep.INVITE) {
            if (marks != null) {
                follow(mark, marks, out);
            }
            return;
        }
        marks = marks == null ? new MarksState() : marks;
        boolean kept =
                isGuess(mark.key())
                        ? guess(marks, mark.value(), out).add(mark)
                        : new IdentifierRules(settings, marks, out::collect).add(mark);
        if (!kept) {
            marksNotKept.inc();
        }
        store(marks, mark.key(), mark.timeMicros());
    }

    /** Null when the key has none. */
    private @Nullable MarksState marks(String key) throws Exception {
        MarksState marks = identifiers.value();
        if (marks != null) {
            for (MarkState leg : marks.legs) {
                leg.callId = leg.named ? MarkKey.value(key) : leg.callId;
            }
        }
        return marks;
    }

    private void follow(LegMark mark, MarksState marks, Collector<FoundLink> out) throws Exception {
        if (isGuess(mark.key())) {
            guess(marks, mark.value(), out).follow(mark);
        } else if (mark.step() == LegStep.FAILED || mark.step() == LegStep.BYE) {
            new IdentifierRules(settings, marks, out::collect).end(mark);
        }
        if (mark.step() == LegStep.OVER) {
            MarkState leg = marks.find(mark);
            if (leg != null && mark.isOwn()) {
                out.collect(FoundLink.end(leg.id(), mark.timeMicros()));
            }
            marks.legs.remove(leg);
        }
        store(marks, mark.key(), mark.timeMicros());
    }

    private GuessRules guess(MarksState marks, String numbers, Collector<FoundLink> out) {
        return new GuessRules(settings, marks, numbers, out::collect);
    }

    private static boolean isGuess(String key) {
        return key.startsWith(MarkKey.NUMBERS);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<FoundLink> out)
            throws Exception {
        MarksState marks = marks(context.getCurrentKey());
        marks.timer = NEVER;
        if (isEvicted() || isOver()) {
            identifiers.clear();
            return;
        }
        String key = context.getCurrentKey();
        long now = timestamp * 1000;
        GuessRules guesses = guess(marks, MarkKey.value(key), out);
        if (isGuess(key)) {
            List.copyOf(marks.legs).stream()
                    .filter(leg -> until(leg, key) <= now)
                    .forEach(leg -> guesses.judgeGuessesOf(leg, now));
        }
        marks.legs.removeIf(
                leg -> until(leg, key) <= now || isGuess(key) && guesses.isSettled(leg, now));
        store(marks, key, now);
    }

    private long until(MarkState leg, String key) {
        return isGuess(key)
                ? GuessRules.until(leg, maxDuration)
                : IdentifierRules.until(leg, key, settings, maxDuration);
    }

    private void store(MarksState marks, String key, long now) throws Exception {
        if (marks.legs.isEmpty()) {
            identifiers.clear();
            return;
        }
        long next = Long.MAX_VALUE;
        for (MarkState leg : marks.legs) {
            next = Math.min(next, until(leg, key));
        }
        long round = isGuess(key) ? settings.windowMicros() + CorrelationSettings.BEFORE : ROUND;
        marks.timer = wake(marks.timer, Math.min(next, now + round));
        identifiers.update(marks);
    }
}
