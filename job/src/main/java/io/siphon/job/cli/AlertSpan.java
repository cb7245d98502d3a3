package io.siphon.job.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A time in which a detector found something about a subject, window after window.
 *
 * @param fromMicros first µs, epoch
 * @param toMicros first µs after it
 * @param text of its first window
 */
record AlertSpan(
        String detector, String node, String subject, long fromMicros, long toMicros, String text) {

    /** As long as nothing may be found in between, µs. */
    private static final long GAP = 30 * 60_000_000L;

    private record Key(String detector, String node, String subject) {}

    private Key key() {
        return new Key(detector, node, subject);
    }

    /** Those that follow each other are one. */
    static List<AlertSpan> joined(List<AlertSpan> windows) {
        Map<Key, AlertSpan> open = new LinkedHashMap<>();
        List<AlertSpan> joined = new ArrayList<>();
        windows.stream()
                .sorted(Comparator.comparingLong(AlertSpan::fromMicros))
                .forEach(
                        window -> {
                            AlertSpan before = open.get(window.key());
                            if (before == null || window.fromMicros - before.toMicros > GAP) {
                                if (before != null) {
                                    joined.add(before);
                                }
                                open.put(window.key(), window);
                            } else {
                                open.put(window.key(), before.until(window.toMicros));
                            }
                        });
        joined.addAll(open.values());
        joined.sort(
                Comparator.comparingLong(AlertSpan::fromMicros)
                        .thenComparing(AlertSpan::detector)
                        .thenComparing(AlertSpan::node)
                        .thenComparing(AlertSpan::subject));
        return joined;
    }

    private AlertSpan until(long micros) {
        return new AlertSpan(detector, node, subject, fromMicros, Math.max(toMicros, micros), text);
    }

    /** Whether both are of one thing at one time. */
    boolean isOf(AlertSpan other) {
        return key().equals(other.key())
                && fromMicros <= other.toMicros + GAP
                && other.fromMicros <= toMicros + GAP;
    }
}
