package io.siphon.udf.qos;

import java.io.Serializable;

/**
 * The grid of tumbling windows, aligned to the epoch as Flink's own are.
 *
 * @param sizeMs length of a window, ms
 */
record MeasureWindow(long sizeMs) implements Serializable {

    private static final long MICROS_PER_MS = 1_000;

    /** Far enough from the ends of {@code long} that ms can be told in µs. */
    private static final long LAST_MS = Long.MAX_VALUE / MICROS_PER_MS / 4;

    long sizeMicros() {
        return sizeMs * MICROS_PER_MS;
    }

    /** First µs of the window that a time is in. */
    long start(long micros) {
        return Math.floorDiv(micros, sizeMicros()) * sizeMicros();
    }

    /**
     * First µs that no window closed by this watermark has: a window is closed when no event before
     * its end is to come. {@code Long.MIN_VALUE} when the watermark has not begun, {@code
     * Long.MAX_VALUE} when it has ended.
     */
    long open(long watermarkMs) {
        if (watermarkMs < -LAST_MS) {
            return Long.MIN_VALUE;
        }
        if (watermarkMs > LAST_MS) {
            return Long.MAX_VALUE;
        }
        return Math.floorDiv(watermarkMs + 1, sizeMs) * sizeMicros();
    }

    /** The event-time timer that fires as a window closes, ms. */
    long closesAt(long startMicros) {
        return startMicros / MICROS_PER_MS + sizeMs - 1;
    }
}
