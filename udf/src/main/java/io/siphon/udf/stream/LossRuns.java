package io.siphon.udf.stream;

/**
 * Runs of consecutive losses.
 *
 * @param missing packets that never arrived
 * @param runs number of unbroken runs of them
 * @param inRun whether the last packet examined is missing
 */
record LossRuns(long missing, long runs) {

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
