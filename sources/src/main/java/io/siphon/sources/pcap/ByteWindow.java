package io.siphon.sources.pcap;

import java.io.IOException;
import java.io.InputStream;

/**
 * The part of a stream that is being looked at, contiguous in one array: what is read from a
 * capture file is read there, not copied. The array moves on with {@link #has}, and grows to the
 * longest piece asked for.
 */
final class ByteWindow {

    private static final int SIZE = 1 << 18;

    private final InputStream in;
    private byte[] bytes = new byte[SIZE];
    private int at;
    private int limit;
    private long base; // where in the stream the array begins
    private boolean little;

    ByteWindow(InputStream in) {
        this.in = in;
    }

    /** From here on numbers are little endian. */
    void little(boolean isLittle) {
        little = isLittle;
    }

    boolean little() {
        return little;
    }

    /** Whether so many octets follow; waits for no more than these. */
    boolean has(int length) throws IOException {
        return limit - at >= length || fill(length);
    }

    /** Octets from the position on that are in the array: after {@link #has} as many, or more. */
    int held() {
        return limit - at;
    }

    private boolean fill(int length) throws IOException {
        if (bytes.length - at < length) {
            byte[] room = length > bytes.length ? new byte[2 * length] : bytes;
            System.arraycopy(bytes, at, room, 0, limit - at);
            bytes = room;
            base += at;
            limit -= at;
            at = 0;
        }
        while (limit - at < length) {
            int read = in.read(bytes, limit, bytes.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Index in {@link #bytes} of the octet that is so far from the position. */
    int index(int offset) {
        return at + offset;
    }

    /** Octets of the stream before the position. */
    long position() {
        return base + at;
    }

    /** Goes past octets that {@link #has} has found. */
    void advance(int length) {
        at += length;
    }

    /** Goes past any number of octets; false when there are not as many. */
    boolean skip(long length) throws IOException {
        long here = Math.min(length, limit - at);
        at += (int) here;
        long left = length - here;
        while (left > 0) {
            long skipped = in.skip(left);
            base += skipped;
            left -= skipped;
            if (left > 0 && skipped == 0) {
                if (!has(1)) {
                    return false;
                }
                at++;
                left--;
            }
        }
        return true;
    }

    int u16(int offset) {
        int first = bytes[at + offset] & 0xff;
        int second = bytes[at + offset + 1] & 0xff;
        return little ? second << 8 | first : first << 8 | second;
    }

    int i32(int offset) {
        int first = u16(offset);
        int second = u16(offset + 2);
        return little ? second << 16 | first : first << 16 | second;
    }

    long u32(int offset) {
        return Integer.toUnsignedLong(i32(offset));
    }
}
