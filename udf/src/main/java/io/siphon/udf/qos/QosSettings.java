package io.siphon.udf.qos;

import java.io.Serializable;
import java.time.Duration;

/**
 * How measurements are windowed.
 *
 * @param window length of the tumbling windows, whole ms
 * @param allowedLateness how long a closed window still takes late data and is written anew
 * @param maxSeries distinct tag sets that one metric may have in one window and subtask; 0: as many
 *     as {@link #series} says
 */
public record QosSettings(Duration window, Duration allowedLateness, int maxSeries)
        implements Serializable {

    private static final int MOST_SERIES = 10_000;
    private static final int FEWEST_SERIES = 1_000;

    /** Of the heap, what all else needs. */
    private static final long BASE = 256L << 20;

    /** A series takes half a kB in each of two windows, in 17 metrics and more. */
    private static final long BYTES_A_SERIES = (768L << 20) / MOST_SERIES;

    /**
     * @throws IllegalArgumentException when the window is not at least 1 ms and whole ms long, the
     *     lateness or the number of series is negative
     */
    public QosSettings {
        if (window.toMillis() < 1 || !window.equals(Duration.ofMillis(window.toMillis()))) {
            throw new IllegalArgumentException(
                    "qos.window is " + window + "; expected 1 ms or more, in whole ms");
        }
        if (allowedLateness.isNegative()) {
            throw new IllegalArgumentException(
                    "qos.allowed-lateness is " + allowedLateness + "; expected 0 or more");
        }
        if (maxSeries < 0) {
            throw new IllegalArgumentException(
                    "qos.max-series is " + maxSeries + "; expected 0 or more");
        }
    }

    /** As the options' defaults: windows of a minute, a minute late, ten thousand series. */
    public static QosSettings defaults() {
        return new QosSettings(Duration.ofSeconds(60), Duration.ofSeconds(60), 10_000);
    }

    /** The same with windows of another length. */
    public QosSettings withWindow(Duration other) {
        return new QosSettings(other, allowedLateness, maxSeries);
    }

    /** The same with windows that what is at least as late may still change. */
    QosSettings withLateness(Duration atLeast) {
        return allowedLateness.compareTo(atLeast) < 0
                ? new QosSettings(window, atLeast, maxSeries)
                : this;
    }

    /** How many series there may be in this JVM. */
    public int series() {
        return series(Runtime.getRuntime().maxMemory());
    }

    /** Likewise, on a heap of so many bytes. */
    int series(long heap) {
        if (maxSeries > 0) {
            return maxSeries;
        }
        long room = (heap - BASE) / BYTES_A_SERIES;
        return (int) Math.max(FEWEST_SERIES, Math.min(MOST_SERIES, room));
    }

    /** The grid that {@link #window} lays over time. */
    MeasureWindow grid() {
        return new MeasureWindow(window.toMillis());
    }
}
