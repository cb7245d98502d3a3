package io.siphon.udf.qos;

import java.util.List;

/** What one window of a metric is made of, and so the {@link Measurement#fields} it has. */
public enum MetricKind {
    /** How often something happened. */
    COUNT("count"),
    /** How a measured value was spread, with its mergeable sketch ({@link Distribution}). */
    DISTRIBUTION("count", "sum", "mean", "min", "max", "p50", "p95", "p99"),
    /** How high something stood during the window: highest, by time on average, at the end. */
    LEVEL("max", "mean", "last");

    private final List<String> fields;

    MetricKind(String... fields) {
        this.fields = List.of(fields);
    }

    /** Names of the fields, in the order in which they are shown. */
    public List<String> fields() {
        return fields;
    }
}
