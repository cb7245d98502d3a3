package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * Average call duration of a trunk against the same hour of the week. Durations scatter about as
 * much as they are long, so the mean of n calls scatters by a root of n less.
 */
final class AcdDrop implements BaselineDetector {

    static final String NAME = "acd_drop";

    private static final double FLOOR = 0.05;

    /** Of the mean; that of an exponential distribution is 1. */
    private static final double SCATTER = 1.2;

    private final BaselineSettings settings;
    private final WeekCalendar calendar;

    AcdDrop(BaselineSettings settings, WeekCalendar calendar) {
        this.settings = settings;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @Nullable
    public Finding next(Step step, SeriesState series) {
        DurationState known = series.durations;
        boolean full = known.calls >= settings.shortCallsMin();
        Finding alert = null;
        if (full) {
            alert = judge(step, known);
        }
        if (known.acd.isLasting(step.startMicros)) {
            series.durations = new DurationState();
            return null;
        }
        if (full || known.steps >= settings.stepsPerHour()) {
            known.beginBatch();
        }
        return alert;
    }

    @Nullable
    private Finding judge(Step step, DurationState known) {
        Expected usual = known.slots.expected(calendar, step.middleMicros());
        double mean = known.seconds / known.calls;
        double z = 0;
        if (usual != null) {
            double sigma = usual.median() * Math.max(FLOOR, SCATTER / Math.sqrt(known.calls));
            z = (usual.median() - mean) / Math.max(sigma, usual.sigma());
        }
        Verdict verdict = Verdict.of(z, settings.acdZ());
        boolean open = known.acd.next(verdict, step.startMicros);
        if (!open && verdict != Verdict.BAD) {
            learn(known, step);
        }
        return open && verdict != Verdict.GOOD
                ? step.alert(
                        NAME,
                        z,
                        settings.acdZ(),
                        known.calls,
                        String.format(
                                Locale.ROOT,
                                "the mean duration of %,d calls of %s is %.0f s, usual at this"
                                        + " hour is %.0f s%s",
                                known.calls,
                                step.ofTrunk(),
                                mean,
                                usual.median(),
                                Step.since(known.acd)))
                : null;
    }

    private void learn(DurationState known, Step step) {
        known.hour.reach(
                calendar.localHour(step.startMicros),
                over ->
                        known.slots.push(
                                calendar.slot(over), known.hour.sum(1) / known.hour.sum(0)));
        known.hour.add(known.calls, known.seconds);
    }
}
