package io.siphon.console.report;

import io.siphon.console.report.Report.Share;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** How often each key was seen. */
final class Counts {

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String key, long count) {
        counts.merge(key, count, Long::sum);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The largest first. */
    List<Share> shares(UnaryOperator<String> names) {
        return shares(names, Comparator.comparing(Share::count).reversed());
    }

    List<Share> shares(UnaryOperator<String> names, Comparator<Share> order) {
        long total = total();
        return counts.entrySet().stream()
                .map(
                        entry ->
                                new Share(
                                        entry.getKey(),
                                        names.apply(entry.getKey()),
                                        entry.getValue(),
                                        (double) entry.getValue() / total))
                .sorted(order)
                .toList();
    }
}
