package io.siphon.schema;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Time as it is on the wire and in state: µs since 1970-01-01T00:00Z. */
public final class EpochMicros {

    private EpochMicros() {}

    /** By the system's clock. */
    public static long now() {
        return of(Instant.now());
    }

    /**
     * @throws ArithmeticException beyond ±292,000 years
     */
    public static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }

    /** Of a time of UTC. */
    public static long of(LocalDateTime utc) {
        return of(utc.toInstant(ZoneOffset.UTC));
    }

    /** As columns have it: a time of UTC, which no driver moves to another zone. */
    public static LocalDateTime utc(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L),
                (int) Math.floorMod(micros, 1_000_000L) * 1000,
                ZoneOffset.UTC);
    }
}
