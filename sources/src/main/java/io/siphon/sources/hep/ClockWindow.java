package io.siphon.sources.hep;

import java.io.Serializable;
import java.time.Duration;

/**
 * How far an agent's clock may be from this one. A time outside is replaced: the time of receipt
 * stands in for it, so that one agent years off does not drag the watermark along.
 *
 * @param maxBehindMicros oldest time believed, µs before receipt
 * @param maxAheadMicros newest time believed, µs after receipt
 */
public record ClockWindow(long maxBehindMicros, long maxAheadMicros) implements Serializable {

    public static ClockWindow of(Duration maxBehind, Duration maxAhead) {
        return new ClockWindow(maxBehind.toNanos() / 1000, maxAhead.toNanos() / 1000);
    }

    /** Whether an agent's time is plausible; both are epoch µs. */
    public boolean holds(long timeMicros, long receivedMicros) {
        long ahead = timeMicros - receivedMicros;
        return ahead <= maxAheadMicros && -ahead <= maxBehindMicros;
    }
}
