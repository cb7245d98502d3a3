package io.siphon.udf.alert.baseline;

/**
 * How much wider a count scatters around what is expected than chance alone (Poisson, binomial) has
 * it: the mean of its squared deviation over its variance, of about the last day, without what lies
 * far outside.
 */
final class NoiseState {

    private static final double OF_ONE = 1.0 / 288;

    /** Three standard deviations. */
    private static final double FAR = 9;

    private float variance = 1;

    /** At least 1. */
    double variance() {
        return Math.max(1, variance);
    }

    /** As {@link #variance}, of standard deviations. */
    double sigmas() {
        return Math.sqrt(variance());
    }

    /**
     * @param squared deviation over variance
     */
    void learn(double squared) {
        double near = Math.min(squared, FAR * variance());
        variance += (float) (OF_ONE * (near - variance));
    }

    void write(StateBuffer out) {
        out.writeFloat(variance);
    }

    void read(StateBuffer in) {
        variance = in.readFloat();
    }
}
