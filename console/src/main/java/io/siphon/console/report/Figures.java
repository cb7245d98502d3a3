package io.siphon.console.report;

import java.util.Map;

/**
 * All figures of one group and span.
 *
 * @param concurrentPeak calls up at once, at most; null when there were no calls at all
 * @param media without what has no samples
 */
public record Figures(
        CallFigures calls,
        Double concurrentPeak,
        RegistrationFigures registrations,
        Map<MediaMetric, Media> media) {

    /** Whether there was nothing at all. */
    public boolean isEmpty() {
        return calls.attempts() == 0
                && registrations.isEmpty()
                && media.isEmpty()
                && concurrentPeak == null;
    }
}
