package io.siphon.udf.alert;

import java.io.Serializable;
import java.time.Duration;

/**
 * When media is poor.
 *
 * @param mos under which a stream is poor
 * @param pct of the streams that may not be poor
 * @param minStreams fewer say nothing
 * @param minDuration shorter streams do not count
 */
public record MediaThresholds(double mos, double pct, int minStreams, Duration minDuration)
        implements Serializable {

    long minDurationMicros() {
        return minDuration.toNanos() / 1000;
    }
}
