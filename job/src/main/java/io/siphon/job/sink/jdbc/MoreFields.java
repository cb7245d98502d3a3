package io.siphon.job.sink.jdbc;

import io.siphon.udf.qos.Measurement;

import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields of a measurement that have no column of their own. */
final class MoreFields {

    static final Set<String> OWN_COLUMNS =
            Set.of("count", "sum", "mean", "min", "max", "p50", "p95", "p99", "last");

    private MoreFields() {}

    /** As JSON, {@code {"a":1.0,"b":2.5}}, sorted by name; null when there are none. */
    static String json(Measurement measurement) {
        if (OWN_COLUMNS.containsAll(measurement.fields().keySet())) {
            return null;
        }
        return new TreeMap<>(measurement.fields())
                .entrySet().stream()
                        .filter(field -> !OWN_COLUMNS.contains(field.getKey()))
                        .filter(field -> Double.isFinite(field.getValue()))
                        .map(field -> quote(field.getKey()) + ":" + field.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quote(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
