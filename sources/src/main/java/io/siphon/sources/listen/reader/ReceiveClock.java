package io.siphon.sources.listen.reader;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Epoch µs of receipt, each value once while the wall clock advances. HEP 1 and plain SIP have no
 * other time, and two equal messages of a burst must remain two.
 */
final class ReceiveClock {

    /** A step back of the wall clock that is more than a burst. */
    private static final long STEP_MICROS = 1_000_000;

    private final LongSupplier wall;
    private long last;

    ReceiveClock() {
        this(ReceiveClock::wallMicros);
    }

    ReceiveClock(LongSupplier wall) {
        this.wall = wall;
    }

    long micros() {
        long now = wall.getAsLong();
        last = now <= last && now > last - STEP_MICROS ? last + 1 : now;
        return last;
    }

    private static long wallMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
