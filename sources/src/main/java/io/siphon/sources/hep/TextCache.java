package io.siphon.sources.hep;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Remembers short texts that come again and again (node names, capture ids), so that each is one
 * string. Fixed size, newest wins; for one thread.
 */
final class TextCache {

    private static final int SLOTS = 256;
    private static final int LONGEST = 64;

    private final byte[][] bytes = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];
    private final long[] numbers = new long[SLOTS];
    private final String[] decimals = new String[SLOTS];

    /** UTF-8, less the NULs that some senders end it with. */
    String text(byte[] buffer, int from, int end) {
        int stop = end;
        while (stop > from && buffer[stop - 1] == 0) {
            stop--;
        }
        int length = stop - from;
        if (length > LONGEST) {
            return new String(buffer, from, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int i = from; i < stop; i++) {
            hash = hash * 31 + buffer[i];
        }
        int slot = slot(hash);
        byte[] kept = bytes[slot];
        if (kept == null || !Arrays.equals(kept, 0, kept.length, buffer, from, stop)) {
            bytes[slot] = Arrays.copyOfRange(buffer, from, stop);
            texts[slot] = new String(buffer, from, length, StandardCharsets.UTF_8);
        }
        return texts[slot];
    }

    String decimal(long number) {
        int slot = slot(Long.hashCode(number));
        if (decimals[slot] == null || numbers[slot] != number) {
            numbers[slot] = number;
            decimals[slot] = Long.toString(number);
        }
        return decimals[slot];
    }

    private static int slot(int hash) {
        return (hash * 0x9e3779b9) >>> 24; // Fibonacci hashing to eight bits
    }
}
