package io.siphon.udf.qos;

import javax.annotation.Nullable;

import java.util.Map;
import java.util.TreeMap;

/**
 * One window of one metric: the right waist of the house. Rewriting it (late data) replaces it: the
 * key is {@code (name, startMicros, tags)}.
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
        @Nullable byte[] sketch) {

    /**
     * The tags in one line by name, as they stand in keys: {@code code=200,method=INVITE}. A comma,
     * an equals sign or a backslash in a value has a backslash before it.
     */
    public String tagLine() {
        StringBuilder line = new StringBuilder();
        // Sorted anew: Flink's map serializer gives back a HashMap.
        new TreeMap<>(tags)
                .forEach(
                        (name, value) -> {
                            line.append(line.length() == 0 ? "" : ",").append(name).append('=');
                            escape(value, line);
                        });
        return line.toString();
    }

    private static void escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '=' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
    }
}
