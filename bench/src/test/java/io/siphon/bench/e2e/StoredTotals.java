package io.siphon.bench.e2e;

import io.siphon.bench.lab.StoreUnderTest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measurements, summed over all windows, and the stored rows that they must agree with. */
record StoredTotals(StoreUnderTest store) {

    /** What disagrees; empty when nothing does. */
    List<String> differences() throws SQLException {
        List<String> differences = new ArrayList<>();
        compare(
                differences,
                "sip_requests",
                measured("sip_requests", "method"),
                "SELECT method, count(*) FROM sip_trace WHERE status = '' GROUP BY method");
        compare(
                differences,
                "sip_responses",
                measured("sip_responses", "method", "code"),
                "SELECT concat(method, ' ', status), count(*) FROM sip_trace WHERE status <> ''"
                        + " GROUP BY method, status");
        compare(
                differences,
                "call_attempts",
                measured("call_attempts"),
                "SELECT '', count(*) FROM calls WHERE leg = 1");
        compare(
                differences,
                "call_answers",
                measured("call_answers"),
                "SELECT '', count(*) FROM calls WHERE leg = 1 AND answered_at IS NOT NULL");
        compare(
                differences,
                "call_ends",
                measured("call_ends", "outcome"),
                "SELECT outcome, count(*) FROM calls WHERE leg = 1 AND ended_at IS NOT NULL GROUP BY outcome");
        compare(
                differences,
                "call_setup_ms",
                measured("call_setup_ms"),
                "SELECT '', count(*) FROM calls WHERE leg = 1 AND setup_ms IS NOT NULL");
        return differences;
    }

    long calls() throws SQLException {
        return store.number("SELECT count(*) FROM calls");
    }

    private void compare(
            List<String> differences, String name, Map<String, Long> measured, String sql)
            throws SQLException {
        Map<String, Long> rows = new TreeMap<>(store.counts(sql));
        rows.values().removeIf(count -> count == 0);
        if (!rows.equals(measured)) {
            differences.add(name + ": measured " + measured + ", rows " + rows);
        }
    }

    /** Sums of {@code count} by the values of these tags. */
    private Map<String, Long> measured(String name, String... by) throws SQLException {
        Map<String, Long> sums = new TreeMap<>();
        for (List<String> row :
                store.rows("SELECT tags, count FROM measurements WHERE name = ?", name)) {
            Map<String, String> tags = tags(row.get(0));
            List<String> key = new ArrayList<>();
            for (String tag : by) {
                key.add(tags.get(tag));
            }
            sums.merge(
                    String.join(" ", key), Math.round(Double.parseDouble(row.get(1))), Long::sum);
        }
        return sums;
    }

    private static Map<String, String> tags(String line) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : line.split(",")) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(tag.substring(0, equals), tag.substring(equals + 1));
            }
        }
        return tags;
    }
}
