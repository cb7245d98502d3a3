package io.siphon.udf.rtcp;

/**
 * Numbers in network order in part of a byte array. Bytes beyond its end read as 0, so callers
 * check the length first.
 */
record RtcpBytes(byte[] octets, int start, int end) {

    int length() {
        return end - start;
    }

    RtcpBytes from(int offset, int length) {
        int first = Math.min(end, start + offset);
        return new RtcpBytes(octets, first, Math.min(end, first + length));
    }

    int u8(int offset) {
        int at = start + offset;
        return at < end ? octets[at] & 0xff : 0;
    }

    int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    /** Signed. */
    int i24(int offset) {
        return (u16(offset) << 8 | u8(offset + 2)) << 8 >> 8;
    }

    long u32(int offset) {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    boolean isZero() {
        for (int at = start; at < end; at++) {
            if (octets[at] != 0) {
                return false;
            }
        }
        return true;
    }
}
