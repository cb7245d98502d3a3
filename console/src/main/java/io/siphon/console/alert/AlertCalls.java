package io.siphon.console.alert;

import io.siphon.console.store.MessageTimes;
import io.siphon.console.store.Span;
import io.siphon.schema.Alert;
import io.siphon.schema.MediaFigures;

import java.time.Duration;

/**
 * The search that finds what an alert is about.
 *
 * @param page {@code calls} or {@code registrations}; empty when it is about neither
 * @param query in the query language; empty for all
 * @param span in which they began
 */
public record AlertCalls(String page, String query, Span span) {

    private static final long SECOND = 1_000_000;

    /** A call is decided, and so counted, up to three minutes after it began. */
    private static final long SETUP = Duration.ofMinutes(3).toNanos() / 1000;

    /** A stream is judged when it ends, and the length of a call is known when it ends. */
    private static final long TALK = Duration.ofHours(2).toNanos() / 1000;

    /** Of an alert that is about no calls. */
    private static final AlertCalls NONE = new AlertCalls("", "", new Span(0, 0));

    public static AlertCalls of(Alert alert) {
        AlertKind kind = AlertKind.of(alert.detector());
        if (kind == AlertKind.NOTHING) {
            return NONE;
        }
        return new AlertCalls(
                kind == AlertKind.REGISTRATION ? "registrations" : "calls",
                query(alert, kind),
                new Span(
                        alert.openedAt() - before(alert, kind),
                        wholeSecond(Math.max(alert.lastAt(), alert.openedAt() + 1))));
    }

    /** A first finding takes 1 µs: in the seconds that are shown it would be no time at all. */
    private static long wholeSecond(long micros) {
        return -Math.floorDiv(-micros, SECOND) * SECOND;
    }

    /** How long before the alert its calls began, µs. */
    private static long before(Alert alert, AlertKind kind) {
        return switch (alert.detector()) {
            case "ghost_call" -> MessageTimes.LONGEST_CALL.toNanos() / 1000;
            // calls that are up, also of the hours before
            case "acd_drop", "toll_minutes" -> TALK;
            default ->
                    switch (kind) {
                        case QUALITY -> TALK;
                        // many detectors see a call when it is answered
                        case RATIO, REGISTRATION, SOURCE -> SETUP;
                        case CAPTURE, NOTHING -> 0;
                    };
        };
    }

    /** Whether the alert is about no calls. */
    public boolean isNone() {
        return page.isEmpty();
    }

    private static String query(Alert alert, AlertKind kind) {
        StringBuilder query = new StringBuilder();
        if (!alert.node().isEmpty()) {
            add(query, "node:" + quoted(alert.node()));
        }
        String subject = subject(alert);
        switch (kind) {
            case RATIO, QUALITY ->
                    add(query, subject.isEmpty() ? "trunk:\"\"" : "trunk:" + quoted(subject));
            case REGISTRATION -> {
                if (!subject.isEmpty()) {
                    add(query, (isAddress(subject) ? "ip:" : "aor:") + quoted(subject));
                }
            }
            case SOURCE -> {
                if (!subject.isEmpty()) {
                    // the end of a number stands for it, however it is written
                    boolean end = alert.detector().equals("wangiri_in");
                    String value = end && isDigits(subject) ? "*" + subject : quoted(subject);
                    add(
                            query,
                            isAddress(subject)
                                    ? "ip:" + value
                                    : "(trunk:" + value + " OR user:" + value + ")");
                }
            }
            case CAPTURE, NOTHING -> {
                // whatever was captured meanwhile
            }
        }
        switch (alert.detector()) {
            case "call_failures" ->
                    add(query, "(outcome:failed OR (outcome:timed_out setup:none))");
            case "short_calls" -> add(query, "outcome:answered dur:<" + Trouble.SHORT_S + "s");
            case "acd_drop" -> add(query, "outcome:answered");
            case "ghost_call" -> add(query, "outcome:timed_out !setup:none");
            case "poor_rtp", "poor_rtcp", "quality_shift" ->
                    add(query, "mos:<" + MediaFigures.POOR_MOS);
            case "fas" -> add(query, "media:false-answer");
            case "one_way" -> add(query, "(media:one-way OR media:unreachable)");
            case "no_media" -> add(query, "(media:no-audio OR cause:media_timeout)");
            default -> {
                // all of the subject
            }
        }
        return query.toString();
    }

    /** Without the country: {@code +49301234 to Latvia}. */
    private static String subject(Alert alert) {
        String subject = alert.subject();
        int country = alert.detector().equals("toll_minutes") ? subject.lastIndexOf(" to ") : -1;
        return country < 0 ? subject : subject.substring(0, country);
    }

    private static void add(StringBuilder query, String term) {
        query.append(query.isEmpty() ? "" : " ").append(term);
    }

    private static boolean isDigits(String subject) {
        return subject.matches("[0-9]+");
    }

    private static boolean isAddress(String subject) {
        return subject.matches("[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    }

    /** A value in the query language. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9+._@-]+")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
