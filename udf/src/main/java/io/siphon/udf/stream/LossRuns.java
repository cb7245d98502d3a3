package io.siphon.udf.stream;

/**
 * Runs of consecutive losses.
 *
 * @param missing packets that never came
 * @param runs how many unbroken runs they make
 * @param inRun whether the last one looked at is missing
 */
record LossRuns(long missing, long runs, boolean inRun) {

    /** With one packet more. */
    LossRuns then(boolean came) {
        if (came) {
            return inRun ? new LossRuns(missing, runs, false) : this;
        }
        return new LossRuns(missing + 1, inRun ? runs : runs + 1, true);
    }

    /**
     * Burst ratio (ITU-T G.107, 3.5): how long runs of loss are, against how long they would be if
     * each packet were lost by chance alone, which is 1 / (1 - loss). 1 for random loss, more for
     * bursts. Less, for loss that is more even than chance, is taken for 1.
     *
     * @param expected packets that were sent
     */
    double burstRatio(long expected) {
        if (runs == 0 || expected <= missing) {
            return 1;
        }
        double mean = (double) missing / runs;
        return Math.max(1, mean * (1 - (double) missing / expected));
    }
}
