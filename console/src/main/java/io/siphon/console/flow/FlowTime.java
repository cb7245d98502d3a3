package io.siphon.console.flow;

import io.siphon.schema.EpochMicros;
import io.siphon.schema.UtcText;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of a ladder, UTC. */
public final class FlowTime {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

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
}
