package io.siphon.console.report;

import java.util.EnumMap;
import java.util.Map;

/** Everything about one group and slice while it is being counted. */
final class Tally {

    final CallTally calls = new CallTally();
    final RegistrationTally registrations = new RegistrationTally();
    private final Map<MediaMetric, MediaTally> media = new EnumMap<>(MediaMetric.class);
    private final Map<MediaMetric, ReportedTally> reported = new EnumMap<>(MediaMetric.class);
    private int peak;

    MediaTally media(MediaMetric metric) {
        return media.computeIfAbsent(metric, MediaTally::new);
    }

    /** Of what is not there in {@link #media}. */
    ReportedTally reported(MediaMetric metric) {
        return reported.computeIfAbsent(metric, ReportedTally::new);
    }

    /** So many calls were up at once. */
    void up(int level) {
        peak = Math.max(peak, level);
    }

    Figures result() {
        Map<MediaMetric, Media> results = new EnumMap<>(MediaMetric.class);
        media.forEach((metric, tally) -> results.put(metric, tally.result()));
        results.values().removeIf(result -> result == null);
        reported.forEach((metric, tally) -> results.put(metric, tally.result()));
        CallFigures figures = calls.result();
        Double concurrent = peak == 0 && figures.attempts() == 0 ? null : (Double) (double) peak;
        return new Figures(figures, concurrent, registrations.result(), results);
    }
}
