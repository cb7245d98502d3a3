package io.siphon.sources;

import io.siphon.schema.IpText;

/**
 * Remembers the text of addresses seen lately, so that decoding does not build the same string over
 * and over. Fixed size, newest wins; for one thread.
 */
public final class IpTextCache {

    private static final int SLOTS = 1024;

    private final int[] v4 = new int[SLOTS];
    private final String[] v4Text = new String[SLOTS];
    private final long[] v6 = new long[2 * SLOTS];
    private final String[] v6Text = new String[SLOTS];

    /** The text of the 4 bytes at {@code offset}. */
    public String v4(byte[] bytes, int offset) {
        int address = (int) IpText.bigEndian(bytes, offset, 4);
        int slot = slot(address);
        String text = v4Text[slot];
        if (text == null || v4[slot] != address) {
            text = IpText.v4(address);
            v4[slot] = address;
            v4Text[slot] = text;
        }
        return text;
    }

    /** The text of the 16 bytes at {@code offset}. */
    public String v6(byte[] bytes, int offset) {
        long high = IpText.bigEndian(bytes, offset, 8);
        long low = IpText.bigEndian(bytes, offset + 8, 8);
        int slot = slot(Long.hashCode(high) * 31 + Long.hashCode(low));
        String text = v6Text[slot];
        if (text == null || v6[2 * slot] != high || v6[2 * slot + 1] != low) {
            text = IpText.v6(high, low);
            v6[2 * slot] = high;
            v6[2 * slot + 1] = low;
            v6Text[slot] = text;
        }
        return text;
    }

    private static int slot(int hash) {
        return (hash * 0x9e3779b9) >>> 22; // Fibonacci hashing to ten bits
    }
}
