package io.siphon.udf.qos;

import java.util.Map;

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
     * @param steps none before the window; those of the window are taken
     * @return the level at the window's end
     */
    static long measure(
            long level,
            long startMicros,
            long endMicros,
            SortedSteps steps,
            Map<String, Double> fields) {
        LevelMeter meter = new LevelMeter(level, startMicros);
        while (steps.hasBefore(endMicros)) {
            meter.until(steps.nextMicros());
            meter.level += steps.take();
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
