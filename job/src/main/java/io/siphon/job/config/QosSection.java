package io.siphon.job.config;

import io.siphon.udf.qos.QosSettings;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;

/** {@code qos.*}: the windows of measurements. */
public record QosSection(Duration window, Duration allowedLateness, int maxSeries)
        implements Section {

    public static final ConfigOption<Duration> WINDOW =
            ConfigOptions.key("qos.window")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription("Length of the tumbling windows of all measurements.");

    public static final ConfigOption<Duration> ALLOWED_LATENESS =
            ConfigOptions.key("qos.allowed-lateness")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            "How long a closed window still takes late data and is written"
                                    + " again. Later data is counted as late.");

    public static final ConfigOption<Integer> MAX_SERIES =
            ConfigOptions.key("qos.max-series")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Maximum number of distinct tag sets of one metric in one window"
                                    + " and subtask. Beyond it those with the most samples keep their"
                                    + " names, an eighth more at most; the others are measured together as"
                                    + " `other`, and counted. 0: 13 for each MB of heap beyond 256"
                                    + " MB, at least 1,000 and at most 10,000.");

    static QosSection from(Configuration configuration) {
        return new QosSection(
                configuration.get(WINDOW),
                configuration.get(ALLOWED_LATENESS),
                configuration.get(MAX_SERIES));
    }

    /** How measurements are windowed. */
    public QosSettings settings() {
        return settings(window);
    }

    /** The same with windows of another length. */
    QosSettings settings(Duration otherWindow) {
        return new QosSettings(otherWindow, allowedLateness, maxSeries);
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.positive(WINDOW, window);
        mistakes.notNegative(MAX_SERIES, maxSeries);
    }
}
