package io.siphon.udf.alert.baseline;

import java.util.Arrays;

/** Robust figures and the tail of the binomial distribution. */
public final class Statistics {

    private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);
    private static final int STIRLING_FROM = 10;

    /** Sorts the values. NaN when there are none. */
    static double median(double[] values) {
        Arrays.sort(values);
        int n = values.length;
        if (n == 0) {
            return Double.NaN;
        }
        return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    }

    /** The median absolute deviation from that median. */
    static double mad(double[] values, double median) {
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - median);
        }
        return median(deviations);
    }

    /**
     * ln P(X ≤ k) of a binomial distribution, exact but for rounding: terms are added from k
     * downwards, where they fall. 0 when k is not below the mean.
     *
     * @param n trials
     * @param k successes
     * @param p of a success, in 0..1 exclusive
     */
    public static double logLowerTail(long n, long k, double p) {
        if (k >= n * p) {
            return 0;
        }
        double term = 1;
        double sum = 1;
        for (long i = k; i > 0 && term > sum * 1e-12; i--) {
            term *= i * (1 - p) / ((n - i + 1) * p);
            sum += term;
        }
        double first =
                logFactorial(n)
                        - logFactorial(k)
                        - logFactorial(n - k)
                        + k * Math.log(p)
                        + (n - k) * Math.log1p(-p);
        return Math.min(0, first + Math.log(sum));
    }

    /** ln n!, by Stirling's series; its error is below 1e-9 from 10 on. */
    static double logFactorial(long n) {
        if (n < STIRLING_FROM) {
            double product = 1;
            for (int i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double inverse = 1.0 / n;
        double square = inverse * inverse;
        return (n + 0.5) * Math.log(n)
                - n
                + HALF_LOG_2PI
                + inverse * (1 / 12.0 - square * (1 / 360.0 - square / 1260));
    }

    private Statistics() {}
}
