package io.siphon.console.baseline;

import io.siphon.console.store.Store;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;
import io.siphon.schema.Tables;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import static java.util.stream.Collectors.joining;

/** Windows of table measurements, in order of time: six weeks of them, an hour at a time. */
public final class LearntWindows {

    /** What baselines remember. */
    public static final Duration LEARNT = Duration.ofDays(42);

    /** Read in one statement: more would exceed its time-out in a large store. */
    public static final long HOUR_MICROS = Duration.ofHours(1).toNanos() / 1_000;

    private LearntWindows() {}

    /**
     * Windows that begin in a span.
     *
     * @param fromMicros epoch µs
     * @param toMicros first µs after
     */
    public static void read(
            Store store,
            List<String> metrics,
            long fromMicros,
            long toMicros,
            Consumer<Measurement> windows) {
        store.read(
                Tables.MEASUREMENTS,
                "WHERE t.name IN (%s) AND t.window_start >= ? AND t.window_start < ? ORDER BY t.window_start"
                        .formatted(
                                metrics.stream()
                                        .map(name -> "'" + name + "'")
                                        .collect(joining(", "))),
                windows,
                EpochMicros.utc(fromMicros),
                EpochMicros.utc(toMicros));
    }
}
