package io.siphon.schema;

import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.Store;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * {@link Distribution} in bytes, version 1. Numbers are base 128, lowest seven bits first:
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
final class DistributionBytes {

    private static final byte VERSION = 1;
    private static final int FIRST_INDEX = Distribution.MAPPING.index(Distribution.RESOLUTION);
    private static final int LAST_INDEX = Distribution.MAPPING.index(Distribution.LIMIT);

    /** Bins count in doubles: whole numbers up to here. */
    private static final long MAX_COUNT = 1L << 53;

    static byte[] write(Distribution distribution) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(VERSION);
        number(out, distribution.count());
        long sum = distribution.sumUnits();
        number(out, (sum << 1) ^ (sum >> 63));
        if (distribution.count() > 0) {
            out.writeBytes(
                    ByteBuffer.allocate(2 * Double.BYTES)
                            .putDouble(distribution.min())
                            .putDouble(distribution.max())
                            .array());
        }
        number(out, distribution.zeros());
        bins(out, distribution.negative());
        bins(out, distribution.positive());
        return out.toByteArray();
    }

    private static void bins(ByteArrayOutputStream out, Store store) {
        int bins = 0;
        for (Iterator<Bin> i = store.getAscendingIterator(); i.hasNext(); i.next()) {
            bins++;
        }
        number(out, bins);
        int before = FIRST_INDEX;
        for (Iterator<Bin> i = store.getAscendingIterator(); i.hasNext(); ) {
            Bin bin = i.next();
            number(out, bin.getIndex() - before);
            number(out, (long) bin.getCount());
            before = bin.getIndex();
        }
    }

    private static void number(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static void read(byte[] bytes, Distribution into) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            check(version == VERSION, "version is " + version + "; expected " + VERSION);
            readBody(in, into);
            check(!in.hasRemaining(), in.remaining() + " bytes are left over; expected none");
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "distribution ends after " + bytes.length + " bytes; expected more", e);
        }
    }

    private static void readBody(ByteBuffer in, Distribution into) {
        long count = number(in);
        check(count >= 0 && count <= MAX_COUNT, "count is " + count + "; expected 0..2^53");
        long zigzag = number(in);
        long sum = (zigzag >>> 1) ^ -(zigzag & 1);
        if (count == 0) {
            check(sum == 0, "sum of no values is " + sum + "; expected 0");
        }
        double min = count == 0 ? Double.POSITIVE_INFINITY : in.getDouble();
        double max = count == 0 ? Double.NEGATIVE_INFINITY : in.getDouble();
        check(
                count == 0 || min >= -Distribution.LIMIT && min <= max && max <= Distribution.LIMIT,
                "minimum is "
                        + min
                        + " and maximum "
                        + max
                        + "; expected them in order and bounds");
        into.take(count, sum, min, max);
        long zeros = number(in);
        check(zeros >= 0 && zeros <= count, "zeros are " + zeros + "; expected 0.." + count);
        if (zeros > 0) {
            into.addZeros(zeros);
        }
        long left = count - zeros;
        left -= readBins(in, into.negative(), left);
        left -= readBins(in, into.positive(), left);
        check(left == 0, "bins count " + left + " values less than " + count);
    }

    private static long readBins(ByteBuffer in, Store store, long most) {
        long bins = number(in);
        check(
                bins >= 0 && bins <= LAST_INDEX - FIRST_INDEX + 1,
                "bins are " + bins + "; expected at most " + (LAST_INDEX - FIRST_INDEX + 1));
        long index = FIRST_INDEX;
        long total = 0;
        for (int i = 0; i < bins; i++) {
            long step = number(in);
            check(
                    step >= (i == 0 ? 0 : 1) && step <= LAST_INDEX - index,
                    "bin "
                            + i
                            + " is "
                            + step
                            + " after "
                            + index
                            + "; expected ascending order up"
                            + " to "
                            + LAST_INDEX);
            index += step;
            long count = number(in);
            check(
                    count > 0 && count <= most - total,
                    "bin " + i + " counts " + count + "; expected 1.." + (most - total));
            store.add((int) index, count);
            total += count;
        }
        return total;
    }

    private static long number(ByteBuffer in) {
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

    private static void check(boolean fact, String otherwise) {
        if (!fact) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private DistributionBytes() {}
}
