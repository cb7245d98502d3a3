package io.siphon.udf.sip;

/** A part of the message; empty when it was not found. */
final class Slice {

    int start;
    int end;

    void set(int newStart, int newEnd) {
        start = newStart;
        end = newEnd;
    }

    void clear() {
        start = 0;
        end = 0;
    }

    boolean isEmpty() {
        return end <= start;
    }
}
