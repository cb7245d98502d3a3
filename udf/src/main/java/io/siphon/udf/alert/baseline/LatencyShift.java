package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * The 95th percentile of post-dial delay (the session request delay of RFC 6076, 4.3) or
 * registration request delay (4.1) against the merged sketch of the same hour of the week. A
 * twentieth of all values is above the usual percentile: how many more are, must not be chance.
 */
final class LatencyShift implements BaselineDetector {

    static final String NAME = "latency_shift";

    private static final Histogram.Scale SCALE = Histogram.Scale.LOGARITHMIC;
    static final double QUANTILE = 0.95;
    private static final double GOOD_PART = 0.5;

    private final BaselineSettings settings;
    private final WeekCalendar calendar;
    private final double logBad;

    LatencyShift(BaselineSettings settings, WeekCalendar calendar) {
        this.settings = settings;
        this.calendar = calendar;
        this.logBad = Math.log(settings.ratioP());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @Nullable
    public Finding next(Step step, SeriesState series) {
        series.postDialDelays =
                SpreadState.after(series.postDialDelays, step.postDialDelays, SCALE);
        series.registrationDelays =
                SpreadState.after(series.registrationDelays, step.registrationDelays, SCALE);
        Judged dialling = judge("post-dial delay", step, series.postDialDelays);
        Judged registering = judge("registration delay", step, series.registrationDelays);
        series.postDialDelays = SpreadState.unlessLasting(series.postDialDelays, step.startMicros);
        series.registrationDelays =
                SpreadState.unlessLasting(series.registrationDelays, step.startMicros);
        return alert(step, dialling == null ? registering : dialling);
    }

    @Nullable
    private Judged judge(String what, Step step, @Nullable SpreadState known) {
        if (known == null || !known.hasBatch(settings)) {
            return null;
        }
        double n = known.batch.total();
        Histogram before = known.slots.usual(calendar.slot(calendar.localHour(step.startMicros)));
        double usual = before.quantile(QUANTILE);
        double now = known.batch.quantile(QUANTILE);
        boolean unknown = before.total() < SpreadState.BASELINE_MIN_VALUES;
        Verdict verdict = unknown ? Verdict.GOOD : verdict(known.batch, n, now, usual);
        boolean open = known.episode.next(verdict, step.startMicros);
        if (!open && verdict != Verdict.BAD) {
            known.learn(calendar, step.startMicros);
        }
        known.beginBatch();
        return open && verdict != Verdict.GOOD && !known.episode.isLasting(step.startMicros)
                ? new Judged(what, now, usual, Math.round(n), known.episode)
                : null;
    }

    private Verdict verdict(Histogram batch, double n, double now, double usual) {
        double rise = (now - usual) / settings.latencyMinRise().toMillis();
        double times = (now / usual - 1) / (settings.latencyFactor() - 1);
        double high = Math.min(rise, times);
        if (high < 1) {
            return high < GOOD_PART ? Verdict.GOOD : Verdict.UNSURE;
        }
        // as many as are above, or more: as few as are below, or fewer
        long below = Math.round(n * (1 - batch.shareAbove(usual)));
        double logP = Statistics.logLowerTail(Math.round(n), below, QUANTILE);
        return logP < logBad ? Verdict.BAD : Verdict.UNSURE;
    }

    @Nullable
    private Finding alert(Step step, @Nullable Judged found) {
        return found == null
                ? null
                : step.alert(
                        NAME,
                        found.now,
                        settings.latencyFactor() * found.usual,
                        found.values,
                        String.format(
                                Locale.ROOT,
                                "95 %% of the %s of %s is within %,.0f ms, usual at this hour is"
                                        + " %,.0f ms (%,d values)%s",
                                found.what,
                                step.ofTrunk(),
                                found.now,
                                found.usual,
                                found.values,
                                Step.since(found.episode)));
    }

    private record Judged(
            String what, double now, double usual, long values, EpisodeState episode) {}
}
