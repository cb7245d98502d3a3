package io.siphon.udf.qos;

import java.util.Map;
import java.util.NavigableMap;

/** Measures a level over one window: changes at one µs count together. */
final class LevelMeter {

    private long level;
    private long at;
    private long max;
    private double area;

    private LevelMeter(long level, long at) {
        this.level = level;
        this.at = at;
    }

    /**
     * @param level at the window's start
     * @param changes by time, all of the window's and none before it; those taken are removed
     * @return the level at the window's end
     */
    static long measure(
            long level,
            long startMicros,
            long endMicros,
            NavigableMap<Long, Long> changes,
            Map<String, Double> fields) {
        LevelMeter meter = new LevelMeter(level, startMicros);
        while (!changes.isEmpty() && changes.firstKey() < endMicros) {
            Map.Entry<Long, Long> change = changes.pollFirstEntry();
            meter.until(change.getKey());
            meter.level += change.getValue();
        }
        meter.until(endMicros);
        fields.put("max", (double) meter.max);
        fields.put("mean", meter.area / (endMicros - startMicros));
        fields.put("last", (double) Math.max(0, meter.level));
        return meter.level;
    }

    private void until(long micros) {
        if (micros > at) {
            long shown = Math.max(0, level);
            max = Math.max(max, shown);
            area += (double) shown * (micros - at);
            at = micros;
        }
    }
}
