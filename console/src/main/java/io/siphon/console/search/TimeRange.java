package io.siphon.console.search;

import io.siphon.schema.EpochMicros;

import javax.annotation.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When what is searched began: from an instant, up to and without another.
 *
 * @param fromMicros epoch µs; {@link Long#MIN_VALUE} when it is not bounded
 * @param toMicros epoch µs; {@link Long#MAX_VALUE} when it is not bounded
 * @param words {@code in the last 2 h}; empty when it is not bounded
 */
public record TimeRange(long fromMicros, long toMicros, String words) {

    public static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE, "");

    /** Years that databases and people know. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})(s|m|min|h|d|w)");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{10}|[0-9]{13}");
    private static final Pattern ZONE_BY_URL = Pattern.compile(" ([0-9]{2}:[0-9]{2})$");
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /**
     * @param last {@code 2h}; null or empty when it is not said, and then from and to count
     * @param from {@code 2026-03-01}, {@code 2026-03-01T10:00}, with a zone or without, epoch
     *     seconds or milliseconds, or a time ago: {@code -2h}
     * @param to likewise
     * @throws QueryException with got and expected
     */
    public static TimeRange of(
            @Nullable String last,
            @Nullable String from,
            @Nullable String to,
            ZoneId zone,
            Instant now) {
        if (last != null && !last.isBlank()) {
            Duration span = span(last.strip());
            if (span == null) {
                throw new QueryException(
                        "last: got " + last + ", expected a time like 15m, 2h or 7d", 0);
            }
            return new TimeRange(
                    EpochMicros.of(bounded(now.minus(span))),
                    Long.MAX_VALUE,
                    "in the last " + inWords(last.strip()));
        }
        Instant first = instant("from", from, zone, now);
        Instant end = instant("to", to, zone, now);
        if (first != null && end != null && !first.isBefore(end)) {
            throw new QueryException("from must be before to, got " + from + " and " + to, 0);
        }
        return new TimeRange(
                first == null ? Long.MIN_VALUE : EpochMicros.of(first),
                end == null ? Long.MAX_VALUE : EpochMicros.of(end),
                words(first, end, zone));
    }

    public boolean isAlways() {
        return fromMicros == Long.MIN_VALUE && toMicros == Long.MAX_VALUE;
    }

    private static String words(@Nullable Instant from, @Nullable Instant to, ZoneId zone) {
        if (from == null && to == null) {
            return "";
        }
        String first = from == null ? "" : "from " + SHOWN.format(from.atZone(zone));
        String end = to == null ? "" : "to " + SHOWN.format(to.atZone(zone));
        return (first + " " + end).strip();
    }

    @Nullable
    private static Instant instant(String name, @Nullable String given, ZoneId zone, Instant now) {
        if (given == null || given.isBlank()) {
            return null;
        }
        String text = given.strip();
        try {
            if (text.equals("now")) {
                return now;
            }
            if (text.startsWith("-")) {
                Duration ago = span(text.substring(1));
                if (ago != null) {
                    return bounded(now.minus(ago));
                }
            }
            if (EPOCH.matcher(text).matches()) {
                long number = Long.parseLong(text);
                return bounded(
                        text.length() > 10
                                ? Instant.ofEpochMilli(number)
                                : Instant.ofEpochSecond(number));
            }
            return bounded(iso(written(text), zone));
        } catch (DateTimeException e) {
            throw new QueryException(
                    name
                            + ": got "
                            + given
                            + ", expected a time like 2026-03-01T10:00, 2026-03-01T10:00:00Z or -2h",
                    0);
        }
    }

    /**
     * A blank between date and time is as good as a {@code T}; one before hours and minutes at the
     * end was a {@code +} before it came through a URL.
     */
    private static String written(String text) {
        String time = text.indexOf('T') < 0 ? text.replaceFirst(" ", "T") : text;
        return ZONE_BY_URL.matcher(time).replaceFirst("+$1");
    }

    private static Instant iso(String text, ZoneId zone) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-].*");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static Instant bounded(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time;
    }

    @Nullable
    private static Duration span(String text) {
        Matcher span = SPAN.matcher(text.toLowerCase(Locale.ROOT));
        if (!span.matches()) {
            return null;
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m", "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    private static String inWords(String last) {
        Matcher span = SPAN.matcher(last.toLowerCase(Locale.ROOT));
        if (!span.matches()) {
            return last;
        }
        String unit =
                switch (span.group(2)) {
                    case "m", "min" -> "min";
                    case "d" -> span.group(1).equals("1") ? "day" : "days";
                    case "w" -> span.group(1).equals("1") ? "week" : "weeks";
                    default -> span.group(2);
                };
        return span.group(1) + " " + unit;
    }
}
