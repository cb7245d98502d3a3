package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.order.StateLimit;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Knows the trunks of a node, and says of each that a step is over: a trunk without calls has no
 * measurement. Only of steps in which something was captured of the node, and that no capture gap
 * has a part of ({@link CaptureGapTimes}), so that no trunk is missed where nobody listened. A
 * trunk that has not been seen for six weeks, or for seven times as long as it was known, is
 * forgotten.
 *
 * <p>There are {@code qos.max-series} trunks in a subtask at most; others are refused, and reported
 * to {@link #LIMITS}.
 */
final class NodeRoster extends KeyedBroadcastProcessFunction<String, Figure, Measurement, Figure> {

    private static final long serialVersionUID = 1L;

    static final OutputTag<StateLimit> LIMITS =
            new OutputTag<>("baseline-node-limits", TypeInformation.of(StateLimit.class));

    /** Capture gaps: first µs, and first µs after. */
    static final MapStateDescriptor<Long, Long> GAPS =
            new MapStateDescriptor<>("capture-gaps", Types.LONG, Types.LONG);

    /** Further ones, the oldest, are forgotten: Siphon starts no more often. */
    private static final int MOST_GAPS = 1_000;

    private static final long DAY = Duration.ofDays(1).toNanos() / 1_000;
    private static final long LONGEST = 42 * DAY;
    private static final int TIMES = 7;
    private static final int MICROS_PER_MS = 1_000;

    private final BaselineSettings settings;

    /** First and last window in which a trunk was seen, epoch µs. */
    private transient MapState<String, long[]> trunks;

    /** By start of a step that is not over: whether something of it is not of the past. */
    private transient MapState<Long, Boolean> steps;

    private transient Places places;
    private transient Refusals refusals;

    NodeRoster(BaselineSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        trunks =
                getRuntimeContext()
                        .getMapState(
                                new MapStateDescriptor<>(
                                        "trunks",
                                        Types.STRING,
                                        PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        steps =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("steps", Types.LONG, Types.BOOLEAN));
        places = new Places(settings.windows().series());
        refusals = new Refusals("baseline nodes", getRuntimeContext(), settings);
    }

    @Override
    public void processElement(Figure figure, ReadOnlyContext context, Collector<Figure> out)
            throws Exception {
        long step = settings.stepOf(figure.startMicros());
        if (settings.closesAt(step) <= context.timerService().currentWatermark()) {
            return;
        }
        if (figure.gauge() != Gauge.CAPTURED && !note(context.getCurrentKey(), figure)) {
            refusals.add(step, limit -> context.output(LIMITS, limit));
            return;
        }
        Boolean live = steps.get(step);
        if (live == null) {
            context.timerService().registerEventTimeTimer(settings.closesAt(step));
        }
        if (live == null || !live && !figure.past()) {
            steps.put(step, !figure.past());
        }
    }

    @Override
    public void processBroadcastElement(Measurement gap, Context context, Collector<Figure> out)
            throws Exception {
        BroadcastState<Long, Long> gaps = context.getBroadcastState(GAPS);
        Long known = gaps.get(gap.startMicros());
        gaps.put(
                gap.startMicros(),
                known == null ? gap.endMicros() : Math.max(known, gap.endMicros()));
        int count = 0;
        long oldest = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> of : gaps.entries()) {
            count++;
            oldest = Math.min(oldest, of.getKey());
        }
        if (count > MOST_GAPS) {
            gaps.remove(oldest);
        }
    }

    /** Whether there is room for its trunk. */
    private boolean note(String node, Figure figure) throws Exception {
        long[] seen = trunks.get(figure.trunk());
        if (seen == null) {
            if (places.isFull()) {
                return false;
            }
            trunks.put(figure.trunk(), new long[] {figure.startMicros(), figure.startMicros()});
            int known = 0;
            for (String trunk : trunks.keys()) {
                known++;
            }
            places.take(node, known);
        } else if (figure.startMicros() < seen[0] || figure.startMicros() > seen[1]) {
            // what is stored is read while the first of the job's own windows wait
            long first = Math.min(seen[0], figure.startMicros());
            long last = Math.max(seen[1], figure.startMicros());
            trunks.put(figure.trunk(), new long[] {first, last});
        }
        return true;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Figure> out)
            throws Exception {
        List<Long> over = new ArrayList<>();
        for (long step : steps.keys()) {
            if (settings.closesAt(step) <= timestamp) {
                over.add(step);
            }
        }
        Iterable<Map.Entry<Long, Long>> gaps = context.getBroadcastState(GAPS).immutableEntries();
        List<Long> judged =
                over.stream()
                        .filter(step -> !CaptureGapTimes.spoil(gaps, step, settings.stepMicros()))
                        .toList();
        String node = context.getCurrentKey();
        long now = timestamp * MICROS_PER_MS;
        long last = Long.MIN_VALUE;
        int known = 0;
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, long[]> trunk : trunks.entries()) {
            long forgotten = forgottenAt(trunk.getValue());
            if (forgotten <= now) {
                gone.add(trunk.getKey());
                // due after the steps that are over
                out.collect(Figure.of(Gauge.FORGET, node, trunk.getKey(), now, false));
                continue;
            }
            last = Math.max(last, forgotten);
            known++;
            for (long step : judged) {
                if (trunk.getValue()[0] < step + settings.stepMicros()) {
                    boolean past = !steps.get(step);
                    out.collect(Figure.of(Gauge.STEP, node, trunk.getKey(), step, past));
                }
            }
        }
        for (String trunk : gone) {
            trunks.remove(trunk);
        }
        for (long step : over) {
            steps.remove(step);
        }
        remember(node, known, last, context.timerService());
    }

    private void remember(String node, int known, long last, TimerService timers) {
        if (known == 0) {
            places.free(node);
            return;
        }
        places.take(node, known);
        // by days: a timer a day at most
        timers.registerEventTimeTimer(
                Math.floorDiv(last, DAY) * (DAY / MICROS_PER_MS) + DAY / MICROS_PER_MS);
    }

    /**
     * @param seen first and last window, epoch µs
     */
    static long forgottenAt(long[] seen) {
        return seen[1] + Math.max(DAY, Math.min(LONGEST, TIMES * (seen[1] - seen[0])));
    }
}
