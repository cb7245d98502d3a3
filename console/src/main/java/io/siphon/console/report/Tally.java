package io.siphon.console.report;

import java.util.EnumMap;
import java.util.Map;

/** Everything about one group and slice while it is being counted. */
final class Tally {

    final CallTally calls = new CallTally();
    final PeakTally peak = new PeakTally();
    final RegistrationTally registrations = new RegistrationTally();
    private final Map<MediaMetric, MediaTally> media = new EnumMap<>(MediaMetric.class);

    MediaTally media(MediaMetric metric) {
        return media.computeIfAbsent(metric, MediaTally::new);
    }

    Figures result() {
        Map<MediaMetric, Media> results = new EnumMap<>(MediaMetric.class);
        media.forEach((metric, tally) -> results.put(metric, tally.result()));
        results.values().removeIf(result -> result == null);
        return new Figures(calls.result(), peak.result(), registrations.result(), results);
    }
}
