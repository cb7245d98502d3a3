package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * Opinion scores of a trunk's media against the merged sketch of the same hour of the week, by the
 * distance between the two (Wasserstein-1): by how much scores must rise on average to be as usual.
 * What distance is usual is learnt, too.
 */
final class QualityShift implements BaselineDetector {

    static final String NAME = "quality_shift";

    private static final Histogram.Scale SCALE = Histogram.Scale.LINEAR;

    /** Fewer do not say which distance is usual. */
    private static final int DISTANCES_MIN = 12;

    /** MOS; no distance is usual to less. */
    private static final double MAD_FLOOR = 0.02;

    /** Also the distance below which nobody hears a difference, MOS. */
    private static final double AUDIBLE = 0.1;

    private final BaselineSettings settings;
    private final WeekCalendar calendar;

    QualityShift(BaselineSettings settings, WeekCalendar calendar) {
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
        series.wireScores = SpreadState.after(series.wireScores, step.wireScores, SCALE);
        series.reportedScores =
                SpreadState.after(series.reportedScores, step.reportedScores, SCALE);
        Finding wire = judge("as seen on the wire", step, series.wireScores);
        Finding reported = judge("by RTCP", step, series.reportedScores);
        series.wireScores = SpreadState.unlessLasting(series.wireScores, step.startMicros);
        series.reportedScores = SpreadState.unlessLasting(series.reportedScores, step.startMicros);
        return wire == null ? reported : wire;
    }

    @Nullable
    private Finding judge(String how, Step step, @Nullable SpreadState known) {
        if (known == null || !known.hasBatch(settings)) {
            return null;
        }
        Histogram usual = known.slots.usual(calendar.slot(calendar.localHour(step.startMicros)));
        boolean unknown = usual.total() < SpreadState.BASELINE_MIN_VALUES;
        double fall = unknown ? 0 : usual.mean() - known.batch.mean();
        double distance = unknown ? 0 : usual.distance(known.batch);
        double mads = unknown || fall < AUDIBLE ? 0 : mads(known, distance);
        Verdict verdict = Verdict.of(mads, settings.qualityMads());
        boolean open = known.episode.next(verdict, step.startMicros);
        Finding alert = null;
        if (open && verdict != Verdict.GOOD && !known.episode.isLasting(step.startMicros)) {
            alert = alert(how, step, known, usual, mads);
        } else if (!open && verdict != Verdict.BAD) {
            known.learn(calendar, step.startMicros);
            if (!unknown) {
                known.distances.add(distance);
            }
        }
        known.beginBatch();
        return alert;
    }

    /** How unusual a distance is; 0 while none is usual. */
    private static double mads(SpreadState known, double distance) {
        double[] before = known.distances.values();
        if (before.length < DISTANCES_MIN) {
            return 0;
        }
        double median = Statistics.median(before);
        return (distance - median) / Math.max(MAD_FLOOR, Statistics.mad(before, median));
    }

    private Finding alert(String how, Step step, SpreadState known, Histogram usual, double mads) {
        return step.alert(
                NAME,
                mads,
                settings.qualityMads(),
                Math.round(known.batch.total()),
                String.format(
                        Locale.ROOT,
                        "mean MOS of %s is %.2f, usual at this hour is %.2f (%,.0f values, %s)%s",
                        step.ofTrunk(),
                        known.batch.mean(),
                        usual.mean(),
                        known.batch.total(),
                        how,
                        Step.since(known.episode)));
    }
}
