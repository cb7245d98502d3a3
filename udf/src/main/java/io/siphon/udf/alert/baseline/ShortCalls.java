package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * Answered calls of a trunk that ended within seconds: false answers, diallers, one-way speech. The
 * threshold is fixed: it needs no baseline.
 */
final class ShortCalls implements BaselineDetector {

    static final String NAME = "short_calls";

    static final double SHORT_S = 6;

    private final BaselineSettings settings;

    ShortCalls(BaselineSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Runs before {@link AcdDrop}, which begins the next batch. */
    @Override
    @Nullable
    public Finding next(Step step, SeriesState series) {
        DurationState known = series.durations;
        known.steps++;
        if (step.durations != null) {
            known.calls += step.durations.count();
            known.seconds += step.durations.sum();
            step.durations.forEachBin(
                    (seconds, count) -> known.shorts += seconds < SHORT_S ? count : 0);
        }
        if (known.calls < settings.shortCallsMin()) {
            return null;
        }
        double pct = 100.0 * known.shorts / known.calls;
        Verdict verdict = pct > settings.shortCallsPct() ? Verdict.BAD : Verdict.GOOD;
        boolean open = known.shortCalls.next(verdict, step.startMicros);
        return open && verdict == Verdict.BAD
                ? step.alert(
                        NAME,
                        pct,
                        settings.shortCallsPct(),
                        known.calls,
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of %,d answered calls of %s lasted less than %.0f s%s",
                                pct,
                                known.calls,
                                step.ofTrunk(),
                                SHORT_S,
                                Step.since(known.shortCalls)))
                : null;
    }
}
