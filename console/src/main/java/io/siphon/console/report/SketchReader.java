package io.siphon.console.report;

import com.datadoghq.sketch.ddsketch.store.Store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads {@code measurements.sketch}, version 1. Numbers are base 128, lowest seven bits first:
 *
 * <pre>
 * version        one byte, 1
 * count
 * sum            in millionths, zigzag
 * min, max       IEEE 754 double, big endian; left out when count is 0
 * zeros          values nearer to zero than 1e-6
 * negative bins  how many, then for each, by ascending index:
 *                index less the one before it (the first: less the index of 1e-6), count
 * positive bins  likewise
 * </pre>
 */
final class SketchReader {

    private static final byte VERSION = 1;
    private static final int FIRST_INDEX = Spread.MAPPING.index(Spread.RESOLUTION);
    private static final int LAST_INDEX = Spread.MAPPING.index(Spread.LIMIT);

    private final ByteBuffer in;

    private SketchReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /**
     * @throws IllegalArgumentException when the bytes are no sketch of that version
     */
    static void read(byte[] bytes, Spread into) {
        try {
            new SketchReader(bytes).read(into);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "sketch ends after " + bytes.length + " bytes; expected more", e);
        }
    }

    private void read(Spread into) {
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "sketch is of version " + version + "; expected " + VERSION);
        }
        long count = number();
        long zigzag = number();
        long sum = (zigzag >>> 1) ^ -(zigzag & 1);
        if (count > 0) {
            into.take(count, sum, in.getDouble(), in.getDouble());
        }
        long zeros = number();
        if (zeros > 0) {
            into.addZeros(zeros);
        }
        long binned = bins(into.negative()) + bins(into.positive());
        if (zeros + binned != count) {
            throw new IllegalArgumentException(
                    "sketch counts " + (zeros + binned) + " values; expected " + count);
        }
    }

    private long bins(Store store) {
        long total = 0;
        long index = FIRST_INDEX;
        for (long bins = number(); bins > 0; bins--) {
            index += number();
            if (index < FIRST_INDEX || index > LAST_INDEX) {
                throw new IllegalArgumentException(
                        "sketch has bin " + index + "; expected at most " + LAST_INDEX);
            }
            long count = number();
            store.add((int) index, count);
            total += count;
        }
        return total;
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number is longer than 64 bits at " + in.position());
    }
}
