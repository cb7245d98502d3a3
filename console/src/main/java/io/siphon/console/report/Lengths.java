package io.siphon.console.report;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 30s}, {@code 15m}, {@code 24h}, {@code 7d}. */
public final class Lengths {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6}) ?(s|m|min|h|d|w)");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "ms", Duration.ofMillis(1),
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "min", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1),
                    "w", Duration.ofDays(7));

    private Lengths() {}

    /**
     * @throws IllegalArgumentException when the text is no length, or of nothing
     */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "got " + text + ", expected a length of time like 30s, 15m, 24h, 7d or 2w");
        }
        return UNITS.get(matcher.group(2)).multipliedBy(Integer.parseInt(matcher.group(1)));
    }

    /** {@code 1 h 30 min}: the two largest units that are not 0. */
    public static String text(Duration length) {
        StringBuilder text = new StringBuilder();
        int units = 0;
        Duration rest = length;
        for (String unit : List.of("d", "h", "min", "s", "ms")) {
            long number = rest.dividedBy(UNITS.get(unit));
            rest = rest.minus(UNITS.get(unit).multipliedBy(number));
            if (number > 0 && units++ < 2) {
                text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
            }
        }
        return text.isEmpty() ? "0 s" : text.toString();
    }

    /**
     * @param micros a length in µs
     */
    public static String text(long micros) {
        return text(Duration.of(micros, ChronoUnit.MICROS));
    }
}
