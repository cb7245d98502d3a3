package io.siphon.sources.hep;

import io.siphon.sources.RecurringTexts;

/**
 * Remembers short texts that come again and again (node names, capture ids), so that each is one
 * string. Fixed size, newest wins; for one thread.
 */
final class TextCache {

    private static final int SLOTS = 256;

    private final RecurringTexts texts = new RecurringTexts();
    private final long[] numbers = new long[SLOTS];
    private final String[] decimals = new String[SLOTS];

    /** UTF-8, less the NULs that some senders end it with. */
    String text(byte[] buffer, int from, int end) {
        int stop = end;
        while (stop > from && buffer[stop - 1] == 0) {
            stop--;
        }
        return texts.of(buffer, from, stop);
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
