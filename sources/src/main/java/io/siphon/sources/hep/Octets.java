package io.siphon.sources.hep;

/** Unsigned numbers in a byte array, in network order. */
public final class Octets {

    public static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    public static long u32(byte[] bytes, int at) {
        return Integer.toUnsignedLong(u16(bytes, at) << 16 | u16(bytes, at + 2));
    }

    private Octets() {}
}
