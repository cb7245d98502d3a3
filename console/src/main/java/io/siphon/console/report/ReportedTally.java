package io.siphon.console.report;

/**
 * One measure of media quality of one group and slice, from rows of whole streams: number, mean and
 * worst of their samples. Those of a group are exact. The distribution in between, and over time,
 * is not stored.
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

    /** Takes what is stored of the samples of a stream. */
    void add(long number, double mean, double worstOfThem) {
        boolean worse = lessIsWorse ? worstOfThem < worst : worstOfThem > worst;
        worst = samples == 0 || worse ? worstOfThem : worst;
        samples += number;
        sumUnits += Math.round(mean * number * UNITS);
    }

    Media result() {
        return new Media(samples, sumUnits / UNITS / samples, null, worst, null);
    }
}
