package io.siphon.console.report;

import io.siphon.console.store.Span;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times of a report in one zone. */
public record Clock(ZoneId zone) {

    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter WITH_SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** {@code 2026-11-01 13:00}, and seconds where there are some. */
    public String show(Instant time) {
        return (time.getEpochSecond() % 60 == 0 ? DATE_AND_TIME : WITH_SECONDS)
                .format(time.atZone(zone));
    }

    /** {@code 2026-11-01 13:00:00}: of one call among others. */
    public String second(Instant time) {
        return WITH_SECONDS.format(time.atZone(zone));
    }

    /** {@code 2026-11-01 13:00 – 2026-11-01 14:00}; the day once where it is one. */
    public String show(Span span) {
        String from = show(span.from());
        String to = show(span.to());
        boolean oneDay = from.substring(0, 10).equals(to.substring(0, 10));
        return from + " – " + (oneDay ? to.substring(11) : to);
    }

    /** {@code Europe/Berlin (UTC+02:00)}, with its offset at a time; {@code UTC-03:30}. */
    public String name(Instant at) {
        String offset = zone.getRules().getOffset(at).getId().replace("Z", "");
        boolean fixed = zone.normalized() instanceof ZoneOffset;
        return fixed ? "UTC" + offset : zone.getId() + " (UTC" + offset + ")";
    }
}
