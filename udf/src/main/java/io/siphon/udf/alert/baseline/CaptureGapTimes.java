package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;

import java.util.Map;

/** Times in which nobody listened: of a step that has much of them, too little is known. */
final class CaptureGapTimes {

    /** A step of which as much as this part is missing is neither judged nor learnt. */
    private static final int TOLERATED_PART = 20;

    private CaptureGapTimes() {}

    static boolean is(Measurement measurement) {
        return measurement.name().equals(MetricCatalogue.CAPTURE_GAP_S.name());
    }

    /**
     * @param gaps first µs, and first µs after
     * @param start of the step, epoch µs
     */
    static boolean spoil(
            Iterable<? extends Map.Entry<Long, Long>> gaps, long start, long stepMicros) {
        long missing = 0;
        for (Map.Entry<Long, Long> gap : gaps) {
            long from = Math.max(gap.getKey(), start);
            long to = Math.min(gap.getValue(), start + stepMicros);
            missing += Math.max(0, to - from);
        }
        return missing * TOLERATED_PART >= stepMicros;
    }
}
