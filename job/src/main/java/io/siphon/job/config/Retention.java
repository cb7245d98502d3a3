package io.siphon.job.config;

import io.siphon.schema.Table;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * How long the SQL database keeps rows, and how large it may be.
 *
 * @param byTable how long, of the tables whose rows end
 * @param maxBytes of all tables, beyond which the oldest messages are deleted; 0: no limit
 * @param sizeAlert whether that raises an alert
 */
public record Retention(Map<String, Duration> byTable, long maxBytes, boolean sizeAlert)
        implements Serializable {

    /** Less is a mistake: an empty database of some servers takes as much. */
    private static final long SMALLEST = 64L << 20;

    /** Of any size. */
    public Retention(Map<String, Duration> byTable) {
        this(byTable, 0, false);
    }

    /** The value that says that rows never end. */
    public static final String KEEP = "keep";

    private static final ConfigOption<Duration> DURATION =
            ConfigOptions.key("duration").durationType().noDefaultValue();

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Null for {@link #KEEP}. */
    @Nullable
    static Duration parse(String value) {
        return value.strip().equals(KEEP)
                ? null
                : Configuration.fromMap(Map.of(DURATION.key(), value)).get(DURATION);
    }

    /** Adds a sentence when a value is no retention. */
    static void check(Mistakes mistakes, ConfigOption<String> option, String value) {
        try {
            Duration kept = parse(value);
            if (kept == null || (kept.compareTo(SHORTEST) >= 0 && kept.compareTo(LONGEST) <= 0)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        mistakes.add(
                option,
                "expected a duration of 1 d to %d d, or %s, got %s"
                        .formatted(LONGEST.toDays(), KEEP, value));
    }

    /** Adds a sentence when a size is none that a database can keep to. */
    static void checkSize(Mistakes mistakes, ConfigOption<MemorySize> option, MemorySize size) {
        if (size.getBytes() > 0 && size.getBytes() < SMALLEST) {
            mistakes.add(
                    option,
                    "expected %d mb or more, or 0 for no limit, got %s"
                            .formatted(SMALLEST >> 20, size));
        }
    }

    /** How long rows of a table are kept; null without end. */
    @Nullable
    public Duration of(Table<?> table) {
        return byTable.get(table.name());
    }
}
