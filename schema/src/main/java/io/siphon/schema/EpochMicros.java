package io.siphon.schema;

import java.time.Instant;

/** Time as it is on the wire and in state: µs since 1970-01-01T00:00Z. */
public final class EpochMicros {

    private EpochMicros() {}

    /** By the system's clock. */
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
