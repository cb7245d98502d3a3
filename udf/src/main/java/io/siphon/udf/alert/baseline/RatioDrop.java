package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Arrays;
import java.util.Locale;

/**
 * ASR, NER or SER of a trunk against those of the same hour of the week, by the tail of the
 * binomial distribution: how likely is it by chance that so few of so many calls succeed? Steps are
 * judged together until they have enough calls, an hour's at most. Where shares scatter more than
 * chance alone has it, calls count less in proportion.
 */
final class RatioDrop implements BaselineDetector {

    static final String NAME = "ratio_drop";

    /** With fewer calls the baseline itself is too uncertain. */
    static final double BASELINE_MIN_CALLS = 200;

    private static final double LOG_GOOD = Math.log(1e-3);

    private final BaselineSettings settings;
    private final WeekCalendar calendar;
    private final double logBad;

    RatioDrop(BaselineSettings settings, WeekCalendar calendar) {
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
        OutcomeState known = series.outcomes;
        known.add(step);
        double[] calls = Arrays.stream(known.batch).asDoubleStream().toArray();
        if (Ratio.ASR.calls(calls) < settings.ratioMinCalls()) {
            if (known.batchSteps >= settings.stepsPerHour()) {
                known.beginBatch();
            }
            return null;
        }
        double[] usual = usual(known, step);
        Judged worst = null;
        boolean sound = true;
        for (Ratio ratio : Ratio.values()) {
            Judged found = judge(ratio, known, calls, usual);
            EpisodeState episode = known.episodes[ratio.ordinal()];
            boolean open = episode.next(found.verdict, step.startMicros);
            if (episode.isLasting(step.startMicros)) {
                series.outcomes = new OutcomeState();
                return null;
            }
            sound &= !open && found.verdict != Verdict.BAD;
            if (open && found.verdict != Verdict.GOOD && found.isWorseThan(worst)) {
                worst = found;
            }
        }
        if (sound) {
            learn(known, step, calls, usual);
        }
        known.beginBatch();
        return worst == null ? null : alert(step, worst, known);
    }

    /** Calls by outcome in the weeks before, at this hour; none while that is not known. */
    private double[] usual(OutcomeState known, Step step) {
        int slot = calendar.slot(calendar.localHour(step.middleMicros()));
        double[] usual = new double[OutcomeState.OUTCOMES];
        for (int i = 0; i < usual.length; i++) {
            usual[i] = settings.stepsPerHour() * Arrays.stream(known.slots[i].values(slot)).sum();
        }
        return usual;
    }

    private Judged judge(Ratio ratio, OutcomeState known, double[] calls, double[] usual) {
        double n = ratio.calls(calls);
        double share = ratio.hits(calls) / n;
        double before = ratio.calls(usual);
        if (before < BASELINE_MIN_CALLS) {
            return new Judged(ratio, Verdict.GOOD, n, share, Double.NaN, 0);
        }
        double p = ratio.share(usual);
        double noise = known.noise[ratio.ordinal()].variance();
        long fewer = Math.max(1, Math.round(n / noise));
        double logP = Statistics.logLowerTail(fewer, (long) Math.ceil(fewer * share - 1e-9), p);
        double points = 100 * (p - share);
        Verdict verdict =
                logP < logBad && points >= settings.ratioMinPoints()
                        ? Verdict.BAD
                        : logP > LOG_GOOD || points < settings.ratioMinPoints() / 2
                                ? Verdict.GOOD
                                : Verdict.UNSURE;
        return new Judged(ratio, verdict, n, share, p, logP);
    }

    private void learn(OutcomeState known, Step step, double[] calls, double[] usual) {
        known.hour.reach(
                calendar.localHour(step.startMicros),
                over -> {
                    int slot = calendar.slot(over);
                    for (int i = 0; i < OutcomeState.OUTCOMES; i++) {
                        known.slots[i].push(slot, known.hour.sum(i) / settings.stepsPerHour());
                    }
                });
        known.hour.add(calls);
        for (Ratio ratio : Ratio.values()) {
            if (ratio.calls(usual) >= BASELINE_MIN_CALLS) {
                double n = ratio.calls(calls);
                double p = ratio.share(usual);
                double deviation = ratio.hits(calls) - n * p;
                known.noise[ratio.ordinal()].learn(deviation * deviation / (n * p * (1 - p)));
            }
        }
    }

    private Finding alert(Step step, Judged worst, OutcomeState known) {
        return step.alert(
                NAME,
                -worst.logP / Math.log(10),
                -Math.log10(settings.ratioP()),
                Math.round(worst.calls),
                String.format(
                        Locale.ROOT,
                        "%s of %s is %.1f %% of %,.0f calls, usual at this hour is %.1f %%%s",
                        worst.ratio,
                        step.ofTrunk(),
                        100 * worst.share,
                        worst.calls,
                        100 * worst.usual,
                        Step.since(known.episodes[worst.ratio.ordinal()])));
    }

    /**
     * @param usual NaN when it is not known
     * @param logP ln of the probability that it is chance
     */
    private record Judged(
            Ratio ratio, Verdict verdict, double calls, double share, double usual, double logP) {

        boolean isWorseThan(@Nullable Judged other) {
            return other == null || logP < other.logP;
        }
    }
}
