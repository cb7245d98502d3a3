package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.Locale;

/**
 * Methods of a trunk's requests against those of the last hour or so, by the Hellinger distance of
 * their shares: an INVITE flood has no ACKs and BYEs, a loop has nothing else than INVITEs, a peer
 * that lost its routes sends CANCELs. What distance is usual is learnt, too.
 */
final class MixShift implements BaselineDetector {

    static final String NAME = "mix_shift";

    /** Of fewer requests shares scatter too much. */
    static final int REQUESTS_MIN = 100;

    /** Fewer do not say which distance is usual: an hour. */
    private static final int DISTANCES_MIN = 12;

    /** No distance is usual to less. */
    private static final double MAD_FLOOR = 0.015;

    private static final int WHOLE = 100;

    private final BaselineSettings settings;

    MixShift(BaselineSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @Nullable
    public Finding next(Step step, SeriesState series) {
        long requests = MixState.total(step.requests);
        if (requests < REQUESTS_MIN) {
            return null;
        }
        MixState known = series.mix == null ? new MixState() : series.mix;
        series.mix = known;
        double distance = known.isEmpty() ? 0 : known.distance(step.requests);
        double mads = mads(known, distance);
        Verdict verdict = Verdict.of(mads, settings.mixMads());
        boolean open = known.episode.next(verdict, step.startMicros);
        if (known.episode.isLasting(step.startMicros)) {
            series.mix = null;
            return null;
        }
        if (!open && verdict != Verdict.BAD) {
            if (!known.isEmpty()) {
                known.distances.add(distance);
            }
            known.learn(step.requests);
        }
        return open && verdict != Verdict.GOOD ? alert(step, known, requests, mads) : null;
    }

    /** How unusual a distance is; 0 while none is usual. */
    private static double mads(MixState known, double distance) {
        double[] before = known.distances.values();
        if (before.length < DISTANCES_MIN) {
            return 0;
        }
        double median = Statistics.median(before);
        return (distance - median) / Math.max(MAD_FLOOR, Statistics.mad(before, median));
    }

    private Finding alert(Step step, MixState known, long requests, double mads) {
        int most = 0;
        for (int i = 1; i < MixState.METHODS; i++) {
            if (change(step, known, i) > change(step, known, most)) {
                most = i;
            }
        }
        return step.alert(
                NAME,
                mads,
                settings.mixMads(),
                requests,
                String.format(
                        Locale.ROOT,
                        "%.0f %% of %,d requests of %s are %s, usual is %.0f %%%s",
                        WHOLE * share(step, most),
                        requests,
                        step.ofTrunk(),
                        MixState.method(most),
                        WHOLE * known.share(most),
                        Step.since(known.episode)));
    }

    private static double change(Step step, MixState known, int place) {
        return Math.abs(share(step, place) - known.share(place));
    }

    private static double share(Step step, int place) {
        return step.requests[place] / (double) MixState.total(step.requests);
    }
}
