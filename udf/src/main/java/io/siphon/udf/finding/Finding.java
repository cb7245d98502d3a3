package io.siphon.udf.finding;

import io.siphon.schema.Severity;

/**
 * What one detector finds about one subject in one window. Late data, or a state that lasts, gives
 * the same window again, whole. One {@link io.siphon.schema.Alert} is made of findings that follow
 * each other.
 *
 * @param detector its name, as in {@code docs/alerts.md}
 * @param node who captured it; empty when it is not of one node
 * @param subject what it is about: the trunk, source address or socket, as the detector says; empty
 *     for calls and streams without a trunk
 * @param startMicros first µs of the window, epoch µs
 * @param endMicros first µs after the window
 * @param value what was observed, in the detector's unit
 * @param threshold what was crossed, in the same unit; a value below it was crossed downwards
 * @param count number of calls, registrations, streams or messages examined
 * @param text one sentence for people, without time and node
 */
public record Finding(
        String detector,
        Severity severity,
        String node,
        String subject,
        long startMicros,
        long endMicros,
        double value,
        double threshold,
        long count,
        String text) {

    /** Of node and subject, whatever is in them: alerts of one key can explain each other. */
    public String key() {
        return node.length() + ":" + node + subject;
    }

    /** The node in a {@link #key}. */
    public static String node(String key) {
        return key.substring(key.indexOf(':') + 1, subjectAt(key));
    }

    /** The subject in a {@link #key}. */
    public static String subject(String key) {
        return key.substring(subjectAt(key));
    }

    private static int subjectAt(String key) {
        int colon = key.indexOf(':');
        return colon + 1 + Integer.parseInt(key, 0, colon, 10);
    }

    /** How far beyond the threshold it is, in the direction in which it was crossed. */
    public boolean isWorseThan(double other) {
        return value >= threshold ? value > other : value < other;
    }
}
