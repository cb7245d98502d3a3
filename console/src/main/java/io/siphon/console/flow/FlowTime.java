package io.siphon.console.flow;

import io.siphon.schema.EpochMicros;
import io.siphon.schema.UtcText;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of a ladder, UTC. */
public final class FlowTime {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    private static final long LONG_MICROS = 100_000_000;

    private FlowTime() {}

    /** {@code 14:03:20.123456}. */
    public static String clock(long micros) {
        return CLOCK.format(EpochMicros.utc(micros));
    }

    /** {@code 2026-03-01 14:03:20.123456}. */
    public static String date(long micros) {
        return UtcText.micros(micros);
    }

    /** {@code +0.000123}, seconds. */
    public static String delta(long micros) {
        return String.format(Locale.ROOT, "%+.6f", micros / 1e6);
    }

    /** Likewise where there is little room: milliseconds of long ones. */
    static String shortDelta(long micros) {
        return Math.abs(micros) < LONG_MICROS
                ? delta(micros)
                : String.format(Locale.ROOT, "%+.3f", micros / 1e6);
    }
}
