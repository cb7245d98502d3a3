package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One window of one metric. Late data replaces it: the key is {@code (name, startMicros, tags)}.
 *
 * @param name snake_case with the unit last: {@code rtcp_jitter_ms}
 * @param startMicros first µs of the window, epoch µs
 * @param endMicros first µs after the window
 * @param tags of bounded cardinality: node, trunk, direction, method, code … Those without a value
 *     are left out; the order does not outlive an edge
 * @param fields as {@link MetricKind#fields} has them for the metric's kind
 * @param sketch the mergeable quantile sketch of a distribution ({@link Distribution#fromBytes});
 *     null for a count or a level
 */
public record Measurement(
        String name,
        long startMicros,
        long endMicros,
        Map<String, String> tags,
        Map<String, Double> fields,
        byte @Nullable [] sketch) {

    /** Fields with a column of their own; {@code fields} has the others. */
    static final List<String> OWN_COLUMNS =
            List.of("count", "sum", "mean", "min", "max", "p50", "p95", "p99", "last");

    private static final long NO_COUNT = Long.MIN_VALUE;

    public static final Table<Measurement> TABLE =
            Table.of("measurements", Measurement::of)
                    .unnumbered()
                    .replacing()
                    .time("window_start")
                    .pointTime("window_start")
                    .roughBytes(m -> 300 + (m.sketch == null ? 0 : m.sketch.length))
                    .columns(
                            c ->
                                    List.of(
                                            c.id(
                                                            "name",
                                                            64,
                                                            Measurement::name,
                                                            "of the metric, `rtcp_jitter_ms`")
                                                    .key(),
                                            c.time(
                                                            "window_start",
                                                            Measurement::startMicros,
                                                            "first µs of the window")
                                                    .key(),
                                            c.time(
                                                    "window_end",
                                                    Measurement::endMicros,
                                                    "first µs after it"),
                                            c.id(
                                                            "tags",
                                                            512,
                                                            m -> BoundedText.of(m.tagLine(), 512),
                                                            "all tags in one line, `code=200,method=INVITE`")
                                                    .key(),
                                            c.text(
                                                            "node",
                                                            255,
                                                            m -> m.tags.get("node"),
                                                            "the tag of that name; NULL when it has none")
                                                    .tag(Column.AGENTS),
                                            c.text(
                                                            "trunk",
                                                            255,
                                                            m -> m.tags.get("trunk"),
                                                            "likewise")
                                                    .tag(),
                                            c.text(
                                                            "direction",
                                                            16,
                                                            m -> m.tags.get("direction"),
                                                            "likewise")
                                                    .tag(),
                                            c.text(
                                                            "method",
                                                            50,
                                                            m -> m.tags.get("method"),
                                                            "likewise")
                                                    .tag(),
                                            c.text("code", 16, m -> m.tags.get("code"), "likewise")
                                                    .tag(),
                                            c.number(
                                                    "count",
                                                    NO_COUNT,
                                                    Measurement::count,
                                                    "number of values"),
                                            c.real(
                                                    "sum",
                                                    m -> m.field("sum"),
                                                    "sum of the values; NULL for a count, as are all that follow"),
                                            c.real("mean", m -> m.field("mean"), "arithmetic mean"),
                                            c.real("min", m -> m.field("min"), "smallest"),
                                            c.real("max", m -> m.field("max"), "largest"),
                                            c.real("p50", m -> m.field("p50"), "median"),
                                            c.real("p95", m -> m.field("p95"), "95th percentile"),
                                            c.real("p99", m -> m.field("p99"), "99th percentile"),
                                            c.real(
                                                    "last",
                                                    m -> m.field("last"),
                                                    "value at the end of the window, of gauges"),
                                            c.text(
                                                            "fields",
                                                            4000,
                                                            ExtraFields::json,
                                                            "other fields, as a JSON object; NULL when there are none")
                                                    .body(),
                                            c.bytes(
                                                    "sketch",
                                                    Measurement::sketch,
                                                    "mergeable quantile sketch of the window; NULL for a count")));

    private static Measurement of(Row row) {
        Map<String, Double> fields = ExtraFields.parse(row.text("fields"));
        for (String name : OWN_COLUMNS) {
            double value = name.equals("count") ? row.number(name, NO_COUNT) : row.real(name);
            if (value != NO_COUNT && !Double.isNaN(value)) {
                fields.put(name, value);
            }
        }
        return new Measurement(
                row.textOrEmpty("name"),
                row.time("window_start"),
                row.time("window_end"),
                TagLine.parse(row.textOrEmpty("tags")),
                fields,
                row.bytes("sketch"));
    }

    private long count() {
        Double count = fields.get("count");
        return count == null ? NO_COUNT : count.longValue();
    }

    /** NaN when it has no such field. */
    public double field(String name) {
        Double value = fields.get(name);
        return value == null ? Double.NaN : value;
    }

    /** Empty when it has no such tag. */
    public String tag(String name) {
        return tags.getOrDefault(name, "");
    }

    /**
     * The tags in one line by name, as they stand in keys: {@code code=200,method=INVITE}. A comma,
     * an equals sign or a backslash in a value has a backslash before it.
     */
    public String tagLine() {
        return TagLine.of(tags);
    }
}
