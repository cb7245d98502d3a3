package io.siphon.udf.qos;

import java.io.Serializable;
import java.time.Duration;

/**
 * How measurements are windowed.
 *
 * @param window length of the tumbling windows, whole ms
 * @param allowedLateness how long a closed window still takes late data and is written anew
 * @param maxSeries distinct tag sets that one metric may have in one window and subtask
 */
public record QosSettings(Duration window, Duration allowedLateness, int maxSeries)
        implements Serializable {

    /**
     * @throws IllegalArgumentException when the window is not at least 1 ms and whole ms long, the
     *     lateness is negative, or there may be no series
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
        if (maxSeries < 1) {
            throw new IllegalArgumentException(
                    "qos.max-series is " + maxSeries + "; expected 1 or more");
        }
    }

    /** As the options' defaults: windows of a minute, a minute late, ten thousand series. */
    public static QosSettings defaults() {
        return new QosSettings(Duration.ofSeconds(60), Duration.ofSeconds(60), 10_000);
    }

    /** The grid that {@link #window} lays over time. */
    MeasureWindow grid() {
        return new MeasureWindow(window.toMillis());
    }
}
