package io.siphon.udf.alert.baseline;

/** What one window is, against the baseline. */
enum Verdict {
    /** As usual. */
    GOOD,
    /** Neither. */
    UNSURE,
    /** Beyond the threshold. */
    BAD;

    private static final double GOOD_BELOW = 0.5;

    /** Good is less than half the threshold. */
    static Verdict of(double value, double threshold) {
        if (value >= threshold) {
            return BAD;
        }
        return value < GOOD_BELOW * threshold ? GOOD : UNSURE;
    }
}
