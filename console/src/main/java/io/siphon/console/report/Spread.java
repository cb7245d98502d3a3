package io.siphon.console.report;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import com.datadoghq.sketch.ddsketch.store.Store;

/**
 * How values are spread: count, sum, minimum, maximum, and a DDSketch for quantiles, which are
 * within 1 % of the true value of their rank. It takes the distributions that are stored with
 * measurements ({@code measurements.sketch}); merged in any order they equal the distribution of
 * the whole.
 */
final class Spread {

    static final double LIMIT = 1e9;
    static final double RESOLUTION = 1e-6;
    static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(0.01);

    private static final double UNITS = 1e6;

    private final DDSketch sketch =
            new DDSketch(MAPPING, PaginatedStore::new, PaginatedStore::new, RESOLUTION);
    private long count;
    private long sumUnits;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Takes a value; not NaN. */
    void add(double value) {
        double v = Math.max(-LIMIT, Math.min(LIMIT, value)) + 0.0;
        sketch.accept(v);
        take(1, Math.round(v * UNITS), v, v);
    }

    /**
     * Takes all values of a stored distribution.
     *
     * @throws IllegalArgumentException when the bytes are none, says why
     */
    void add(byte[] stored) {
        SketchReader.read(stored, this);
    }

    /** Takes all values of another, which stays as it is. */
    void add(Spread other) {
        sketch.mergeWith(other.sketch);
        take(other.count, other.sumUnits, other.min, other.max);
    }

    /** What a sketch says beside its bins. */
    void take(long values, long units, double least, double most) {
        count += values;
        sumUnits += units;
        min = Math.min(min, least);
        max = Math.max(max, most);
    }

    Store negative() {
        return sketch.getNegativeValueStore();
    }

    Store positive() {
        return sketch.getPositiveValueStore();
    }

    void addZeros(long zeros) {
        sketch.accept(0, zeros);
    }

    boolean isEmpty() {
        return count == 0;
    }

    long count() {
        return count;
    }

    double sum() {
        return sumUnits / UNITS;
    }

    /** NaN when there are no values. */
    double mean() {
        return count == 0 ? Double.NaN : sum() / count;
    }

    /** NaN when there are no values. */
    double max() {
        return count == 0 ? Double.NaN : max;
    }

    /**
     * The value of rank {@code q * (count - 1)}, rounded down. NaN when there are no values.
     *
     * @param q 0..1
     */
    double quantile(double q) {
        return count == 0 ? Double.NaN : Math.max(min, Math.min(max, sketch.getValueAtQuantile(q)));
    }
}
