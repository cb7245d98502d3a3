package io.siphon.udf.sip;

import java.util.Arrays;

/** The positions of the values of headers of interest, in order. Reused for each message. */
final class HeaderLines {

    /** More lines of interest than this are not looked at: no sane message has them. */
    private static final int MAX_LINES = 1024;

    private final int[] first;
    private int[] kinds = new int[32];
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private int size;

    HeaderLines(int numberOfKinds) {
        first = new int[numberOfKinds];
    }

    void clear() {
        Arrays.fill(first, -1);
        size = 0;
    }

    void add(int kind, int start, int end) {
        if (size == MAX_LINES) {
            return;
        }
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        kinds[size] = kind;
        starts[size] = start;
        ends[size] = end;
        if (first[kind] < 0) {
            first[kind] = size;
        }
        size++;
    }

    int size() {
        return size;
    }

    /** The line of the first header of this kind; -1 when there is none. */
    int first(SipHeader header) {
        return first[header.ordinal()];
    }

    boolean is(int line, SipHeader header) {
        return kinds[line] == header.ordinal();
    }

    int kind(int line) {
        return kinds[line];
    }

    int start(int line) {
        return starts[line];
    }

    int end(int line) {
        return ends[line];
    }
}
