package io.siphon.job.config;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.util.TimeUtils;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the SQL database keeps rows.
 *
 * @param byTable how long, of the tables whose rows end
 */
public record Retention(Map<String, Duration> byTable) implements Serializable {

    /** The value that says that rows never end. */
    public static final String KEEP = "keep";

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static Retention of(JobConfig config) {
        Map<String, Duration> byTable = new LinkedHashMap<>();
        put(byTable, config.storeRetentionMessages(), Tables.SIP_TRACE, Tables.HEP_TRACE);
        put(byTable, config.storeRetentionCalls(), Tables.CALLS, Tables.REGISTRATIONS);
        put(byTable, config.storeRetentionStreams(), Tables.STREAMS, Tables.REPORTED_STREAMS);
        put(byTable, config.storeRetentionMeasurements(), Tables.MEASUREMENTS);
        put(byTable, config.storeRetentionAlerts(), Tables.ALERTS);
        put(byTable, config.storeRetentionUndecodable(), Tables.UNDECODABLE, Tables.QUARANTINE);
        return new Retention(byTable);
    }

    private static void put(Map<String, Duration> byTable, String value, Table<?>... tables) {
        Duration kept = parse(value);
        if (kept != null) {
            for (Table<?> table : tables) {
                byTable.put(table.name(), kept);
            }
        }
    }

    /** Null for {@link #KEEP}. */
    @Nullable
    private static Duration parse(String value) {
        return value.strip().equals(KEEP) ? null : TimeUtils.parseDuration(value);
    }

    /** Adds a sentence when a value is no retention. */
    static void check(List<String> mistakes, ConfigOption<String> option, String value) {
        try {
            Duration kept = parse(value);
            if (kept == null || (kept.compareTo(SHORTEST) >= 0 && kept.compareTo(LONGEST) <= 0)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        mistakes.add(
                "%s: expected a duration of 1 d to %d d, or %s, got %s"
                        .formatted(option.key(), LONGEST.toDays(), KEEP, value));
    }

    /** How long rows of a table are kept; null without end. */
    @Nullable
    public Duration of(Table<?> table) {
        return byTable.get(table.name());
    }
}
