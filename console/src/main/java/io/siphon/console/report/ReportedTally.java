package io.siphon.console.report;

import io.siphon.console.store.StoredStream.Figure;

/**
 * One measure of media quality of one group and slice, by what is stored of whole streams: number,
 * mean and worst of their samples, of which the samples of all have theirs exactly. How they are
 * spread in between, and in time, is not stored.
 */
final class ReportedTally {

    /** Sums of whole numbers do not depend on the order of rows. */
    private static final double UNITS = 1e6;

    private final boolean lessIsWorse;
    private long samples;
    private long sumUnits;
    private double worst;

    ReportedTally(MediaMetric metric) {
        lessIsWorse = metric.better() > 0;
    }

    void add(Figure figure) {
        boolean worse = lessIsWorse ? figure.worst() < worst : figure.worst() > worst;
        worst = samples == 0 || worse ? figure.worst() : worst;
        samples += figure.samples();
        sumUnits += Math.round(figure.mean() * figure.samples() * UNITS);
    }

    Media result() {
        return new Media(samples, sumUnits / UNITS / samples, null, worst, null);
    }
}
