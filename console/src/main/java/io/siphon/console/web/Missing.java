package io.siphon.console.web;

import io.siphon.console.store.Store;
import io.siphon.schema.EpochMicros;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What of a period is known to be missing, in one sentence. */
final class Missing {

    private Missing() {}

    static String of(Store store, long fromMicros, long toMicros) {
        List<String> parts = new ArrayList<>();
        Object[] period = {EpochMicros.utc(fromMicros), EpochMicros.utc(toMicros)};
        metric(store, "capture_gap_s", "Siphon did not listen for %,d s", period, parts);
        metric(store, "kernel_drops", "the kernel dropped %,d datagrams", period, parts);
        metric(store, "late_samples", "%,d samples came too late for their windows", period, parts);
        rows(
                store,
                "undecodable",
                "received_at",
                "%,d messages could not be decoded",
                period,
                parts);
        rows(store, "quarantine", "at", "%,d rows were refused by the database", period, parts);
        return parts.isEmpty()
                ? "Nothing of this period is known to be missing."
                : "Missing in this period: " + String.join("; ", parts) + ".";
    }

    private static void metric(
            Store store, String name, String words, Object[] period, List<String> parts) {
        store.read(
                "SELECT SUM(COALESCE(sum, count)) FROM measurements WHERE name = '"
                        + name
                        + "' AND window_start >= ? AND window_start < ?",
                row -> Math.round(Math.ceil(row.getDouble(1))),
                number -> add(words, number, parts),
                period);
    }

    private static void rows(
            Store store,
            String table,
            String time,
            String words,
            Object[] period,
            List<String> parts) {
        if (store.has(table)) {
            store.read(
                    "SELECT COUNT(*) FROM "
                            + table
                            + " WHERE "
                            + time
                            + " >= ? AND "
                            + time
                            + " < ?",
                    row -> row.getLong(1),
                    number -> add(words, number, parts),
                    period);
        }
    }

    private static void add(String words, long number, List<String> parts) {
        if (number > 0) {
            parts.add(String.format(Locale.ROOT, words, number));
        }
    }
}
