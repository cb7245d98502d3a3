package io.siphon.schema;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import com.datadoghq.sketch.ddsketch.store.Store;

/**
 * A distribution of values: count, sum, minimum and maximum, and a DDSketch for quantiles. A
 * quantile is within 1 % of the true value of that rank, for values of 1e-6 to 1e9 either side of
 * zero; smaller ones count as zero in quantiles, larger ones as 1e9 in everything.
 *
 * <p>Merging is exact: distributions of parts, merged in any order, equal the distribution of the
 * whole, byte for byte. So the sum is kept in fixed point, millionths (each value rounded to one;
 * beyond ±9.2e12 it stays there), and the sketch never collapses bins: between the limits there are
 * about 1750 a sign.
 *
 * <p>Mutable, of one owner, no Flink in it: reports use it to make long windows of short ones.
 */
public final class Distribution {

    /** Largest value, either side of zero. */
    public static final double LIMIT = 1e9;

    /** Values nearer to zero than this are zero for quantiles; also the unit of the sum. */
    public static final double RESOLUTION = 1e-6;

    /** Of a quantile, in parts of its value. */
    public static final double RELATIVE_ACCURACY = 0.01;

    /** One of these values is 5 %. */
    private static final int FEW = 20;

    private static final double UPPER_TAIL = 0.95;

    private static final double UNITS = 1e6;

    /** Interpolates by the bits of the number: no logarithm, the same on every machine. */
    static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

    private final DDSketch sketch =
            new DDSketch(MAPPING, PaginatedStore::new, PaginatedStore::new, RESOLUTION);
    private long count;
    private long sumUnits;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /**
     * @throws IllegalArgumentException when the value is not a number
     */
    public void add(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("value is NaN; expected a number");
        }
        // Adding zero makes -0.0, which would differ in bytes, 0.0.
        double v = Math.max(-LIMIT, Math.min(LIMIT, value)) + 0.0;
        sketch.accept(v);
        take(1, Math.round(v * UNITS), v, v);
    }

    /** Takes all values of another, which stays as it is. */
    public void merge(Distribution other) {
        sketch.mergeWith(other.sketch);
        take(other.count, other.sumUnits, other.min, other.max);
    }

    /**
     * Takes all values of one that {@link #toBytes} wrote, without making it first.
     *
     * @throws IllegalArgumentException when the bytes are not from there, says why; this is of no
     *     use any more then
     */
    public void merge(byte[] bytes) {
        DistributionBytes.read(bytes, this);
    }

    /** The exact figures stored with the bins. */
    void take(long values, long units, double least, double most) {
        count += values;
        sumUnits = saturatedSum(sumUnits, units);
        min = Math.min(min, least);
        max = Math.max(max, most);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public long count() {
        return count;
    }

    public double sum() {
        return sumUnits / UNITS;
    }

    /** NaN when there are no values. */
    public double mean() {
        return count == 0 ? Double.NaN : sum() / count;
    }

    /** NaN when there are no values. */
    public double min() {
        return count == 0 ? Double.NaN : min;
    }

    /** NaN when there are no values. */
    public double max() {
        return count == 0 ? Double.NaN : max;
    }

    /**
     * The value of rank {@code q * (count - 1)}, rounded down, within {@link #RELATIVE_ACCURACY}
     * and between minimum and maximum, which are exact; of fewer than {@value #FEW} values, from
     * 0.95 on, the highest, for they have no 95th percentile. NaN when there are no values.
     *
     * @param q 0..1
     * @throws IllegalArgumentException when {@code q} is not in 0..1
     */
    public double quantile(double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("quantile is " + q + "; expected 0..1");
        }
        if (count < FEW && q >= UPPER_TAIL) {
            return max();
        }
        if (q * (count - 1) < 1) {
            return min();
        }
        return Math.max(min, Math.min(max, sketch.getValueAtQuantile(q)));
    }

    /** Takes values that are near each other, within {@link #RELATIVE_ACCURACY}. */
    @FunctionalInterface
    public interface BinConsumer {
        void accept(double value, long count);
    }

    /** All values, those in one bin of the sketch together. */
    public void forEachBin(BinConsumer out) {
        if (zeros() > 0) {
            out.accept(0, zeros());
        }
        sketch.getNegativeValueStore()
                .forEach((index, n) -> out.accept(-MAPPING.value(index), (long) n));
        sketch.getPositiveValueStore()
                .forEach((index, n) -> out.accept(MAPPING.value(index), (long) n));
    }

    /** A compact form for rows and edges, the same bytes for the same values in any order. */
    public byte[] toBytes() {
        return DistributionBytes.write(this);
    }

    /**
     * @throws IllegalArgumentException when the bytes are not from {@link #toBytes}, says why
     */
    public static Distribution fromBytes(byte[] bytes) {
        Distribution distribution = new Distribution();
        distribution.merge(bytes);
        return distribution;
    }

    long sumUnits() {
        return sumUnits;
    }

    Store negative() {
        return sketch.getNegativeValueStore();
    }

    Store positive() {
        return sketch.getPositiveValueStore();
    }

    /** Values that are zero for quantiles. */
    long zeros() {
        return count - total(negative()) - total(positive());
    }

    void addZeros(long zeros) {
        sketch.accept(0, zeros);
    }

    private static long total(Store store) {
        return store.isEmpty() ? 0 : (long) store.getTotalCount();
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        boolean overflown = ((a ^ sum) & (b ^ sum)) < 0;
        return overflown ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}
