package io.siphon.udf.alert;

import io.siphon.schema.EpochMicros;
import io.siphon.udf.finding.Finding;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Times in which alerts about a subject are expected: they are stored as suppressed, and not sent.
 * A line each: {@code FROM TO SUBJECT [NODE]}. Times are ISO 8601 with a zone; in a subject or
 * node, {@code *} stands for any text. What follows {@code #} is a comment.
 */
public final class MaintenanceWindows {

    private static final int MOST = 10_000;

    private record Window(long from, long to, Pattern subject, Pattern node) {}

    private final List<Window> windows;

    private MaintenanceWindows(List<Window> windows) {
        this.windows = windows;
    }

    /**
     * @throws IllegalArgumentException in one sentence, when a line is none: the line and what was
     *     expected
     */
    public static MaintenanceWindows parse(List<String> lines) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                windows.add(window(text, i + 1));
            }
        }
        if (windows.size() > MOST) {
            throw new IllegalArgumentException(
                    "expected at most %d windows, got %d".formatted(MOST, windows.size()));
        }
        return new MaintenanceWindows(windows);
    }

    private static Window window(String text, int line) {
        String[] parts = text.split("\\s+");
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException(
                    "line %d: expected FROM TO SUBJECT [NODE], got %s".formatted(line, text));
        }
        long from = micros(parts[0], line);
        long to = micros(parts[1], line);
        if (from >= to) {
            throw new IllegalArgumentException(
                    "line %d: expected a time after %s, got %s"
                            .formatted(line, parts[0], parts[1]));
        }
        return new Window(from, to, glob(parts[2]), glob(parts.length == 4 ? parts[3] : "*"));
    }

    private static long micros(String text, int line) {
        try {
            return EpochMicros.of(Instant.parse(text));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "line %d: expected a time as 2026-03-01T22:00:00Z, got %s"
                            .formatted(line, text),
                    e);
        }
    }

    private static Pattern glob(String text) {
        return Pattern.compile(
                "\\Q" + text.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E",
                Pattern.DOTALL);
    }

    /** Whether a finding's window overlaps one of these, and its subject and node are of it. */
    boolean covers(Finding finding) {
        for (Window window : windows) {
            if (finding.startMicros() < window.to
                    && finding.endMicros() > window.from
                    && window.subject.matcher(finding.subject()).matches()
                    && window.node.matcher(finding.node()).matches()) {
                return true;
            }
        }
        return false;
    }
}
