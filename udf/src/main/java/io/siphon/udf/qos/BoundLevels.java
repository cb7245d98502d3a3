package io.siphon.udf.qos;

import io.siphon.schema.Measurement;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of the levels of one window, the highest keep their names ({@link QosSettings#maxSeries}); the
 * others are added up as {@code other}, whose highest is then at most the sum of theirs. Keyed by
 * window: all subtasks' levels of it come before the watermark that closed it. The level of
 * everything is none of them. Metric {@code seriesOverflow}: levels that were added up.
 */
final class BoundLevels extends KeyedProcessFunction<Long, Measurement, Measurement> {

    private static final long serialVersionUID = 1L;

    static final String UID = ConcurrentCalls.INFO.name() + "_bounded";

    private static final Comparator<Measurement> LOWEST =
            Comparator.comparingDouble((Measurement one) -> one.fields().get("mean"))
                    .thenComparing(Measurement::tagLine);

    private final QosSettings settings;
    private final MeasureWindow grid;

    private transient int maxSeries;
    private transient MapState<String, Measurement> named;
    private transient ValueState<Integer> count;
    private transient ValueState<Measurement> others;
    private transient Counter seriesOverflow;

    BoundLevels(QosSettings settings) {
        this.settings = settings;
        this.grid = settings.grid();
    }

    @Override
    public void open(OpenContext context) {
        maxSeries = settings.series();
        TypeInformation<Measurement> level = TypeInformation.of(Measurement.class);
        named =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("named", Types.STRING, level));
        count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
        others = getRuntimeContext().getState(new ValueStateDescriptor<>("others", level));
        seriesOverflow = getRuntimeContext().getMetricGroup().counter("seriesOverflow");
    }

    @Override
    public void processElement(Measurement level, Context context, Collector<Measurement> out)
            throws Exception {
        if (level.tags().isEmpty()) {
            out.collect(level);
            return;
        }
        int held = count.value() == null ? 0 : count.value();
        if (held == 0) {
            context.timerService().registerEventTimeTimer(grid.closesAt(level.startMicros()));
        }
        named.put(level.tagLine(), level);
        // now and then, so that it costs nothing to speak of: up to twice as many are held
        if (++held >= 2 * maxSeries) {
            held = addUpTheLowest();
        }
        count.update(held);
    }

    private int addUpTheLowest() throws Exception {
        List<Measurement> all = new ArrayList<>();
        named.values().forEach(all::add);
        all.sort(LOWEST);
        int over = Math.max(0, all.size() - maxSeries);
        for (Measurement lowest : all.subList(0, over)) {
            named.remove(lowest.tagLine());
            others.update(sum(others.value(), lowest));
            seriesOverflow.inc();
        }
        return all.size() - over;
    }

    private static Measurement sum(Measurement others, Measurement level) {
        Map<String, Double> fields = new TreeMap<>(level.fields());
        if (others != null) {
            others.fields().forEach((field, value) -> fields.merge(field, value, Double::sum));
        }
        Map<String, String> tags = new TreeMap<>();
        ConcurrentCalls.INFO.tags().forEach(tag -> tags.put(tag, Vocabulary.OTHER));
        return new Measurement(
                level.name(), level.startMicros(), level.endMicros(), tags, fields, null);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Measurement> out)
            throws Exception {
        addUpTheLowest();
        for (Measurement level : named.values()) {
            out.collect(level);
        }
        if (others.value() != null) {
            out.collect(others.value());
        }
        named.clear();
        count.clear();
        others.clear();
    }
}
