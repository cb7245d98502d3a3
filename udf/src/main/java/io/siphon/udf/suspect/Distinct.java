package io.siphon.udf.suspect;

import io.siphon.udf.edge.RecordBuffer;

import java.util.Arrays;

/**
 * How many different things there were, by their hashes: exact up to {@value #EXACT}; beyond that a
 * bitmap of {@value #BITS} bits (linear counting: Whang, Vander-Zanden, Taylor 1990), within about
 * 3 % up to 2,000 and never more than {@link #MOST}.
 */
final class Distinct {

    static final int EXACT = 32;
    static final int BITS = 1024;

    /** With one bit left. */
    static final long MOST = Math.round(BITS * Math.log(BITS));

    private int[] hashes = new int[4];
    private int size;

    /** Null while all are in {@link #hashes}. */
    private long[] bits;

    /** Returns whether it was not there yet, as far as that is known. */
    boolean add(long hash) {
        int folded = (int) (hash ^ hash >>> Integer.SIZE);
        if (contains(folded)) {
            return false;
        }
        if (bits == null && size == EXACT) {
            bits = new long[BITS / Long.SIZE];
            for (int i = 0; i < size; i++) {
                set(hashes[i]);
            }
            hashes = new int[0];
            size = 0;
            return add(hash);
        }
        if (bits != null) {
            set(folded);
        } else {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            hashes[size++] = folded;
        }
        return true;
    }

    /** Whether it was added; of many also others may seem to have been. */
    boolean contains(long hash) {
        return contains((int) (hash ^ hash >>> Integer.SIZE));
    }

    private boolean contains(int folded) {
        if (bits != null) {
            return (bits[word(folded)] & 1L << folded) != 0;
        }
        for (int i = 0; i < size; i++) {
            if (hashes[i] == folded) {
                return true;
            }
        }
        return false;
    }

    private void set(int folded) {
        bits[word(folded)] |= 1L << folded;
    }

    private static int word(int folded) {
        return (folded & BITS - 1) >>> 6;
    }

    long count() {
        if (bits == null) {
            return size;
        }
        int free = BITS;
        for (long word : bits) {
            free -= Long.bitCount(word);
        }
        return free == 0 ? MOST : Math.round(-BITS * Math.log((double) free / BITS));
    }

    void write(RecordBuffer to) {
        to.integer(bits == null ? size : -1);
        for (int i = 0; i < size; i++) {
            to.integer(hashes[i]);
        }
        if (bits != null) {
            for (long word : bits) {
                to.number(word);
            }
        }
    }

    static Distinct read(RecordBuffer from) {
        Distinct distinct = new Distinct();
        int size = from.integer();
        if (size < 0) {
            distinct.hashes = new int[0];
            distinct.bits = new long[BITS / Long.SIZE];
            for (int i = 0; i < distinct.bits.length; i++) {
                distinct.bits[i] = from.number();
            }
        } else {
            distinct.hashes = new int[Math.max(4, size)];
            for (int i = 0; i < size; i++) {
                distinct.hashes[i] = from.integer();
            }
            distinct.size = size;
        }
        return distinct;
    }
}
