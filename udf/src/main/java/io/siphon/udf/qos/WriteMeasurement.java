package io.siphon.udf.qos;

import io.siphon.schema.Distribution;
import io.siphon.schema.Measurement;

import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a window's accumulator a {@link Measurement}. */
final class WriteMeasurement
        extends ProcessWindowFunction<MeasureAccumulator, Measurement, String, TimeWindow> {

    private static final long serialVersionUID = 1L;

    private static final long MICROS_PER_MS = 1_000;

    @Override
    public void process(
            String series,
            Context context,
            Iterable<MeasureAccumulator> accumulators,
            Collector<Measurement> out) {
        out.collect(
                measurement(
                        accumulators.iterator().next(),
                        context.window().getStart() * MICROS_PER_MS,
                        context.window().getEnd() * MICROS_PER_MS));
    }

    static Measurement measurement(MeasureAccumulator all, long startMicros, long endMicros) {
        return new Measurement(
                all.metric, startMicros, endMicros, tags(all.tags), fields(all), all.distribution);
    }

    static SortedMap<String, String> tags(String[] alternating) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (int i = 0; i < alternating.length; i += 2) {
            tags.put(alternating[i], alternating[i + 1]);
        }
        return Collections.unmodifiableSortedMap(tags);
    }

    private static Map<String, Double> fields(MeasureAccumulator all) {
        if (all.distribution == null) {
            return Map.of("count", (double) all.count);
        }
        Distribution distribution = Distribution.fromBytes(all.distribution);
        Map<String, Double> fields = new LinkedHashMap<>();
        fields.put("count", (double) distribution.count());
        fields.put("sum", distribution.sum());
        fields.put("mean", distribution.mean());
        fields.put("min", distribution.min());
        fields.put("max", distribution.max());
        fields.put("p50", distribution.quantile(0.50));
        fields.put("p95", distribution.quantile(0.95));
        fields.put("p99", distribution.quantile(0.99));
        return Collections.unmodifiableMap(fields);
    }
}
