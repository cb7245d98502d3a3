package io.siphon.udf.qos;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Calls up at the same time, per window, for each node and trunk and once for everything. Windows
 * are measured while calls are up or change, once each, when the watermark closes them: a change
 * that comes later counts from the start of the first window still open (metric {@code
 * lateChanges}), so that the level stays right. At the end of the input windows without changes are
 * no longer measured, though calls may be up.
 */
final class ConcurrentCalls extends KeyedProcessFunction<String, LevelChange, Measurement> {

    private static final long serialVersionUID = 1L;

    static final MetricInfo INFO =
            new MetricInfo(
                    "call_concurrent",
                    MetricKind.LEVEL,
                    "calls",
                    "Calls up at the same time: answered and not ended (ringing does not count)."
                            + " `mean` is weighted by time. The series without tags is all calls.",
                    List.of("node", "trunk"));

    private final MeasureWindow grid;

    private transient ValueState<LevelState> state;
    private transient MapState<Long, Long> changes;
    private transient Counter lateChanges;

    ConcurrentCalls(QosSettings settings) {
        this.grid = settings.grid();
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("level", LevelState.class));
        changes =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("changes", Types.LONG, Types.LONG));
        lateChanges = getRuntimeContext().getMetricGroup().counter("lateChanges");
    }

    @Override
    public void processElement(LevelChange change, Context context, Collector<Measurement> out)
            throws Exception {
        long open = grid.open(context.timerService().currentWatermark());
        long time = change.timeMicros();
        if (time < open && open < Long.MAX_VALUE) {
            lateChanges.inc();
            time = open;
        }
        if (state.value() == null) {
            LevelState begun = new LevelState();
            begun.tags = change.tags();
            state.update(begun);
        }
        Long before = changes.get(time);
        changes.put(time, (before == null ? 0 : before) + change.change());
        context.timerService().registerEventTimeTimer(grid.closesAt(grid.start(time)));
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
        measureUntil(grid.open(watermark), ended, now, out);
        boolean nothingWaits = changes.isEmpty();
        if (nothingWaits) {
            changes.clear(); // else the heap backend keeps the empty map
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

    private void measureUntil(long open, boolean ended, LevelState now, Collector<Measurement> out)
            throws Exception {
        NavigableMap<Long, Long> due = takeBefore(open);
        long start = now.nextMicros;
        while (!due.isEmpty() && due.firstKey() < start) {
            // Late, and after a restore without a watermark yet to show it.
            now.level += due.pollFirstEntry().getValue();
            lateChanges.inc();
        }
        while (!due.isEmpty() || now.level > 0 && !ended && start < open) {
            if (now.level <= 0) {
                start = grid.start(due.firstKey());
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

    private NavigableMap<Long, Long> takeBefore(long open) throws Exception {
        NavigableMap<Long, Long> due = new TreeMap<>();
        for (Iterator<Map.Entry<Long, Long>> i = changes.iterator(); i.hasNext(); ) {
            Map.Entry<Long, Long> change = i.next();
            if (change.getKey() < open) {
                due.put(change.getKey(), change.getValue());
                i.remove();
            }
        }
        return due;
    }
}
