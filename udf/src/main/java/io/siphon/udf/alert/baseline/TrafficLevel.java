package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * Calls of a trunk against the hour of the week: a drop or a surge, of a step or of the hour that
 * it ends.
 */
final class TrafficLevel implements BaselineDetector {

    static final String NAME = "traffic_level";

    /** A step is this far from what is expected at most, in learning. */
    private static final double WINSORISED_AT = 3;

    /**
     * Of the level, what is not learnt of an hour: a busy week makes no other scatter. A lasting
     * level is learnt by a quarter a week.
     */
    private static final double LEVEL_NOT_LEARNT = 0.75;

    /** Fewer calls expected do not say how high the level is. */
    private static final double LEVEL_MIN_CALLS = 5;

    private final BaselineSettings settings;
    private final WeekCalendar calendar;

    TrafficLevel(BaselineSettings settings, WeekCalendar calendar) {
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
        TrafficState known = series.traffic;
        Expected usual = known.slots.expected(calendar, step.middleMicros());
        if (usual == null) {
            learn(known, step, step.attempts);
            return null;
        }
        double level = known.level();
        double expected = level * usual.median();
        double sigma =
                Math.max(
                        Math.max(level * usual.sigma(), settings.trafficFloor()),
                        known.noise.sigmas() * Math.sqrt(expected));
        known.calls.add(step.attempts);
        known.expected.add(expected);
        known.sigmas.add(level * usual.sigma());
        Deviation deviation = deviation(step, known, expected, sigma);
        boolean open = known.episode.next(verdict(deviation), step.startMicros);
        if (known.episode.isLasting(step.startMicros)) {
            series.traffic = new TrafficState();
            return null;
        }
        if (!open) {
            double far = WINSORISED_AT * sigma;
            double calls = Math.max(expected - far, Math.min(expected + far, step.attempts));
            learn(known, step, calls);
            known.noise.learn(Math.pow(calls - expected, 2) / Math.max(1, expected));
            double ofHour = Math.pow(known.calls.sum() - known.expected.sum(), 2);
            known.noiseOfHour.learn(ofHour / Math.max(1, known.expected.sum()));
            if (usual.median() >= LEVEL_MIN_CALLS) {
                known.ratios.add(calls / usual.median());
            }
            return null;
        }
        return verdict(deviation) == Verdict.GOOD
                ? null
                : alert(step, deviation, known.episode, usual);
    }

    private Verdict verdict(Deviation deviation) {
        return Verdict.of(Math.abs(deviation.z), settings.trafficZ());
    }

    /** The step's, or that of the last hour if it is larger. */
    private Deviation deviation(Step step, TrafficState known, double expected, double sigma) {
        Deviation ofStep =
                new Deviation(
                        (step.attempts - expected) / sigma, step.attempts, expected, ofStep());
        int steps = known.calls.size();
        if (steps < settings.stepsPerHour()) {
            return ofStep;
        }
        double calls = known.calls.sum();
        double usual = known.expected.sum();
        double sigmaOfHour =
                Math.max(
                        Math.max(known.sigmas.sum(), settings.trafficFloor()),
                        known.noiseOfHour.sigmas() * Math.sqrt(usual));
        Deviation ofHour =
                new Deviation((calls - usual) / sigmaOfHour, Math.round(calls), usual, "an hour");
        return Math.abs(ofHour.z) > Math.abs(ofStep.z) ? ofHour : ofStep;
    }

    private String ofStep() {
        return settings.window().toMinutes() + " min";
    }

    private void learn(TrafficState known, Step step, double calls) {
        known.hour.reach(
                calendar.localHour(step.startMicros),
                over -> {
                    if (2 * known.hour.steps() >= settings.stepsPerHour()) {
                        known.slots.push(
                                calendar.slot(over),
                                known.hour.mean(0) / Math.pow(known.level(), LEVEL_NOT_LEARNT));
                    }
                });
        known.hour.add(calls);
    }

    private Finding alert(Step step, Deviation found, EpisodeState episode, Expected usual) {
        String text =
                String.format(
                        Locale.ROOT,
                        "traffic of %s %s: %,d calls in %s, usual is %,.0f (%s)",
                        step.ofTrunk(),
                        found.z < 0 ? "dropped" : "surged",
                        found.calls,
                        found.span,
                        found.expected,
                        basis(usual));
        return step.alert(
                NAME,
                Math.abs(found.z),
                settings.trafficZ(),
                found.calls,
                text + Step.since(episode));
    }

    static String basis(Expected usual) {
        return usual.hourOfWeek()
                ? "this hour of the week, " + usual.values() + " weeks"
                : "this hour of the day, " + usual.values() + " days";
    }

    private record Deviation(double z, long calls, double expected, String span) {}
}
