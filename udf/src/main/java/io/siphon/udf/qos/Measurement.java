package io.siphon.udf.qos;

import javax.annotation.Nullable;

import java.util.Map;

/**
 * One window of one metric: the right waist of the house. Rewriting it (late data) replaces it: the
 * key is {@code (name, startMicros, tags)}.
 *
 * @param name snake_case with the unit last: {@code rtcp_jitter_ms}
 * @param startMicros first µs of the window, epoch µs
 * @param endMicros first µs after the window
 * @param tags of bounded cardinality, sorted by name: node, trunk, direction, method, code …
 * @param fields {@code count}; for distributions also {@code sum, mean, min, max, p50, p95, p99}
 * @param sketch the mergeable quantile sketch of a distribution ({@link Distribution}); null for a
 *     count
 */
public record Measurement(
        String name,
        long startMicros,
        long endMicros,
        Map<String, String> tags,
        Map<String, Double> fields,
        @Nullable byte[] sketch) {

    /** The tags in one line, as they stand in keys: {@code code=200,method=INVITE}. */
    public String tagLine() {
        StringBuilder line = new StringBuilder();
        tags.forEach(
                (name, value) ->
                        line.append(line.length() == 0 ? "" : ",")
                                .append(name)
                                .append('=')
                                .append(value));
        return line.toString();
    }
}
