package io.siphon.udf.qos;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls up at the same time, per window, for each node and trunk and once for everything. Windows
 * are measured while calls are up or change, once each, when the watermark closes them: a change
 * that comes later counts from the start of the first window still open (metric {@code
 * lateChanges}), so that the level stays right. At the end of the input windows without changes are
 * no longer measured, though calls may be up.
 */
final class ConcurrentCalls extends KeyedProcessFunction<String, LevelChanges, Measurement> {

    private static final long serialVersionUID = 1L;

    static final MetricInfo INFO = MetricCatalogue.CALL_CONCURRENT;

    private final MeasureWindow grid;

    private transient ValueState<LevelState> state;
    private transient ListState<long[]> steps;

    /** What savepoints of earlier versions hold: µs and change. */
    private transient MapState<Long, Long> changes;

    private transient Counter lateChanges;

    ConcurrentCalls(QosSettings settings) {
        this.grid = settings.grid();
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("level", LevelState.class));
        steps =
                getRuntimeContext()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "steps",
                                        PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        changes =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("changes", Types.LONG, Types.LONG));
        lateChanges = getRuntimeContext().getMetricGroup().counter("lateChanges");
    }

    @Override
    public void processElement(LevelChanges come, Context context, Collector<Measurement> out)
            throws Exception {
        if (state.value() == null) {
            LevelState begun = new LevelState();
            begun.tags = come.tags();
            state.update(begun);
        }
        steps.add(inOpenWindows(come.steps(), context.timerService()));
    }

    private long[] inOpenWindows(long[] come, TimerService timers) {
        long open = grid.open(timers.currentWatermark());
        long[] moved = come.clone();
        long window = Long.MIN_VALUE;
        for (int i = 0; i < moved.length; i++) {
            long micros = LevelSteps.micros(come[i]);
            if (micros < open && open < Long.MAX_VALUE) {
                lateChanges.inc();
                micros = open;
                moved[i] = LevelSteps.step(open, LevelSteps.change(come[i]) > 0);
            }
            if (grid.start(micros) != window) {
                window = grid.start(micros);
                timers.registerEventTimeTimer(grid.closesAt(window));
            }
        }
        return moved;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Measurement> out)
            throws Exception {
        LevelState now = state.value();
        if (now == null) {
            return; // its window was measured with an earlier one
        }
        long watermark = context.timerService().currentWatermark();
        boolean ended = watermark == Long.MAX_VALUE;
        SortedSteps due = new SortedSteps(takeAll());
        measureUntil(grid.open(watermark), ended, now, due, out);
        long[] rest = due.rest();
        boolean nothingWaits = rest.length == 0;
        if (!nothingWaits) {
            steps.add(rest);
        }
        if (now.level == 0 && nothingWaits) {
            state.clear();
            return;
        }
        state.update(now);
        if (now.level > 0 && !ended) {
            context.timerService().registerEventTimeTimer(grid.closesAt(now.nextMicros));
        }
    }

    private void measureUntil(
            long open, boolean ended, LevelState now, SortedSteps due, Collector<Measurement> out) {
        long start = now.nextMicros;
        while (due.hasBefore(Math.min(start, open))) {
            // Late, and after a restore without a watermark yet to show it.
            now.level += due.take();
            lateChanges.inc();
        }
        while (due.hasBefore(open) || now.level > 0 && !ended && start < open) {
            if (now.level <= 0) {
                start = grid.start(due.nextMicros());
            }
            long end = start + grid.sizeMicros();
            Map<String, Double> fields = new LinkedHashMap<>();
            now.level = LevelMeter.measure(now.level, start, end, due, fields);
            out.collect(
                    new Measurement(
                            INFO.name(),
                            start,
                            end,
                            WriteMeasurement.tags(now.tags),
                            Collections.unmodifiableMap(fields),
                            null));
            start = end;
        }
        now.nextMicros = start;
    }

    private long[] takeAll() throws Exception {
        LevelSteps all = new LevelSteps();
        for (long[] some : steps.get()) {
            all.addAll(some);
        }
        steps.clear();
        for (Map.Entry<Long, Long> earlier : changes.entries()) {
            for (long n = Math.abs(earlier.getValue()); n > 0; n--) {
                all.add(LevelSteps.step(earlier.getKey(), earlier.getValue() > 0));
            }
        }
        changes.clear();
        return all.toArray();
    }
}
