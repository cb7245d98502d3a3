package io.siphon.job.cli;

import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.udf.alert.baseline.BaselineDetectors;
import io.siphon.udf.alert.baseline.BaselineReplay;

import java.time.Duration;
import java.util.stream.Collectors;

/** Learns and judges what is stored in measurements, some hours at a time. */
final class StoredReplay {

    /** What baselines remember. */
    static final Duration LEARNT = Duration.ofDays(42);

    private static final long SPAN = Duration.ofHours(6).toNanos() / 1_000;

    private static final String WHERE =
            "WHERE t.name IN (%s) AND t.window_start >= ? AND t.window_start < ? ORDER BY"
                    + " t.window_start";

    private StoredReplay() {}

    /**
     * @param from epoch µs
     * @param to first µs after
     */
    static void run(StoreAddress address, long from, long to, BaselineReplay replay) {
        String names =
                BaselineDetectors.METRICS.stream()
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", "));
        try (Store store = Store.open(address)) {
            for (long start = from; start < to; start += SPAN) {
                store.read(
                        Tables.MEASUREMENTS,
                        WHERE.formatted(names),
                        replay::accept,
                        EpochMicros.utc(start),
                        EpochMicros.utc(Math.min(to, start + SPAN)));
            }
        }
        replay.finish();
    }
}
