package io.siphon.schema;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people and programs read them: UTC, of epoch µs. */
public final class UtcText {

    private static final DateTimeFormatter SECONDS = pattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLIS = pattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = pattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter ISO = pattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private UtcText() {}

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** {@code 2026-03-01 14:03:20}. */
    public static String seconds(long micros) {
        return SECONDS.format(EpochMicros.utc(micros));
    }

    /** {@code 2026-03-01 14:03:20.123}. */
    public static String millis(long micros) {
        return MILLIS.format(EpochMicros.utc(micros));
    }

    /** {@code 2026-03-01 14:03:20.123456}. */
    public static String micros(long micros) {
        return MICROS.format(EpochMicros.utc(micros));
    }

    /** ISO 8601, {@code 2026-03-01T14:03:20.123456Z}. */
    public static String iso(long micros) {
        return ISO.format(EpochMicros.utc(micros));
    }
}
