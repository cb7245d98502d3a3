package io.siphon.udf.alert.baseline;

/**
 * What is usual in a slot.
 *
 * @param median of the values known
 * @param mad median absolute deviation from it
 * @param values how many are known
 * @param hourOfWeek whether by the hour of the week; else by that of the day, as the first weeks
 *     have it
 */
record Expected(double median, double mad, int values, boolean hourOfWeek) {

    /** Of a MAD, to be the standard deviation where values are normally distributed. */
    static final double SIGMAS = 1.4826;

    double sigma() {
        return SIGMAS * mad;
    }

    /** Between two slots; where the other is not known, or otherwise, this. */
    Expected towards(Expected other, double part) {
        return other == null || other.hourOfWeek != hourOfWeek
                ? this
                : new Expected(
                        median + part * (other.median - median),
                        mad + part * (other.mad - mad),
                        values,
                        hourOfWeek);
    }
}
