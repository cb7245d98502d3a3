package io.siphon.schema;

import java.util.List;

/** Kind of a metric; decides the {@link Measurement#fields} of a window. */
public enum MetricKind {
    /** How often something happened. */
    COUNT("Number of events.", "count"),
    /** How a measured value was spread, with its mergeable sketch ({@link Distribution}). */
    DISTRIBUTION(
            "Distribution of the measured values.",
            "count",
            "sum",
            "mean",
            "min",
            "max",
            "p50",
            "p95",
            "p99"),
    /** How high something stood during the window. */
    LEVEL(
            "Maximum, mean weighted by time, and value at the end of the window.",
            "max",
            "mean",
            "last");

    private final String help;
    private final List<String> fields;

    MetricKind(String help, String... fields) {
        this.help = help;
        this.fields = List.of(fields);
    }

    /** One sentence for people. */
    public String help() {
        return help;
    }

    /** Names of the fields, in the order in which they are shown. */
    public List<String> fields() {
        return fields;
    }
}
