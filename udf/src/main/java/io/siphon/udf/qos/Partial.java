package io.siphon.udf.qos;

import io.siphon.schema.Distribution;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import javax.annotation.Nullable;

/**
 * The samples of one series and window in one subtask, to be merged with those of the others. The
 * same window may have several of one subtask.
 *
 * @param metric {@link MetricInfo#name}
 * @param tags alternating name and value, sorted by name, without those that have no value
 * @param startMicros first µs of the window
 * @param count samples
 * @param distribution {@link Distribution#toBytes}; null for a {@link MetricKind#COUNT}
 */
public record Partial(
        String metric, String[] tags, long startMicros, long count, @Nullable byte[] distribution) {

    /** The series: metric and tags in one line that no two series share. */
    public String series() {
        return series(metric, tags);
    }

    static String series(String metric, String[] tags) {
        StringBuilder line = new StringBuilder(metric);
        for (String text : tags) {
            line.append('|').append(text.length()).append(':').append(text);
        }
        return line.toString();
    }
}
