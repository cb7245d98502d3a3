package io.siphon.udf.alert.baseline;

import io.siphon.schema.Distribution;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A coarse distribution of up to 128 bins, for the state of a slot: those that are not empty, three
 * bytes each.
 */
final class Histogram {

    static final int BINS = 128;
    private static final int BYTES = 3;
    private static final byte[] NONE = {};

    private final Scale scale;
    private final double[] counts = new double[BINS];

    Histogram(Scale scale) {
        this.scale = scale;
    }

    void add(Distribution values) {
        values.forEachBin((value, count) -> counts[scale.bin(value)] += count);
    }

    /**
     * @param bytes from {@link #toBytes}
     */
    void add(byte[] bytes, double weight) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            counts[in.get()] += weight * ShortFloat.decode(in.getShort());
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    double total() {
        return Arrays.stream(counts).sum();
    }

    /** Of values above a limit. */
    double shareAbove(double limit) {
        double above = 0;
        for (int bin = 0; bin < BINS; bin++) {
            above += scale.value(bin) > limit ? counts[bin] : 0;
        }
        return above / total();
    }

    /** Between the middles of bins; NaN when there are no values. */
    double quantile(double q) {
        double rank = q * total();
        double below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0 && below + counts[bin] >= rank) {
                double part = (rank - below) / counts[bin];
                return scale.within(bin, part);
            }
            below += counts[bin];
        }
        return Double.NaN;
    }

    double mean() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += counts[bin] * scale.value(bin);
        }
        return sum / total();
    }

    /** Wasserstein-1: how far values must be moved on average to make one of the other. */
    double distance(Histogram other) {
        double own = total();
        double others = other.total();
        double difference = 0;
        double distance = 0;
        for (int bin = 0; bin < BINS - 1; bin++) {
            difference += counts[bin] / own - other.counts[bin] / others;
            distance += Math.abs(difference) * (scale.value(bin + 1) - scale.value(bin));
        }
        return distance;
    }

    byte[] toBytes() {
        int used = 0;
        for (double count : counts) {
            used += count > 0 ? 1 : 0;
        }
        if (used == 0) {
            return NONE;
        }
        ByteBuffer out = ByteBuffer.allocate(used * BYTES);
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                out.put((byte) bin).putShort(ShortFloat.encode(counts[bin]));
            }
        }
        return out.array();
    }

    /** Counts as they are, where they are whole: those of an hour, not of weeks. */
    void writeCounts(StateBuffer out) {
        int used = 0;
        for (double count : counts) {
            used += count > 0 ? 1 : 0;
        }
        out.writeByte(used);
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                out.writeByte(bin);
                out.writeFloat((float) counts[bin]);
            }
        }
    }

    void readCounts(StateBuffer in) {
        for (int used = in.readUnsignedByte(); used > 0; used--) {
            counts[in.readByte()] = in.readFloat();
        }
    }

    /** How values are spread over bins. */
    enum Scale {
        /** Each bin is 15 % wider than the one before, from 1 on: ms up to 16 h. */
        LOGARITHMIC {
            @Override
            int bin(double value) {
                return bounded(Math.round(Math.log(Math.max(1, value)) / STEP));
            }

            @Override
            double value(int bin) {
                return Math.exp(bin * STEP);
            }

            @Override
            double within(int bin, double part) {
                return Math.exp((bin + part - 0.5) * STEP);
            }
        },
        /** Twentieths, from 0 on: opinion scores. */
        LINEAR {
            @Override
            int bin(double value) {
                return bounded(Math.round(value / WIDTH));
            }

            @Override
            double value(int bin) {
                return bin * WIDTH;
            }

            @Override
            double within(int bin, double part) {
                return (bin + part - 0.5) * WIDTH;
            }
        };

        private static final double STEP = Math.log(1.15);
        private static final double WIDTH = 0.05;

        abstract int bin(double value);

        /** The middle of a bin. */
        abstract double value(int bin);

        /** The value that a part of the bin's values is below. */
        abstract double within(int bin, double part);

        private static int bounded(long bin) {
            return (int) Math.max(0, Math.min(BINS - 1, bin));
        }
    }
}
