package io.siphon.sources.listen.reader;

import javax.annotation.Nullable;

import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Epoch µs of receipt, each value once while the wall clock advances. HEP 1 and plain SIP have no
 * other time, and two equal messages of a burst must remain two.
 */
final class ReceiveClock {

    /** A step back of the wall clock that is more than a burst. */
    private static final long STEP_MICROS = 1_000_000;

    /**
     * When a message was received, epoch µs: set by tests that send what was sent long ago, with
     * the times of then. Null: the wall clock tells.
     */
    @Nullable static volatile ToLongFunction<byte[]> replayed;

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

    /** Of a message that was received now. */
    long micros(byte[] message) {
        ToLongFunction<byte[]> then = replayed;
        return then == null ? micros() : then.applyAsLong(message);
    }

    private static long wallMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
