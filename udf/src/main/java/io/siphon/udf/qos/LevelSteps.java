package io.siphon.udf.qos;

import java.util.Arrays;

/**
 * Steps of a level, one up or one down each, as numbers: twice their epoch µs, and one more for a
 * step up. In their order as numbers they are in that of their time.
 */
final class LevelSteps {

    private long[] steps = new long[16];
    private int size;

    static long step(long micros, boolean up) {
        return micros << 1 | (up ? 1 : 0);
    }

    /** Epoch µs. */
    static long micros(long step) {
        return step >> 1;
    }

    /** +1 or -1. */
    static int change(long step) {
        return (step & 1) == 0 ? -1 : 1;
    }

    void add(long step) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
        }
        steps[size++] = step;
    }

    void addAll(long[] more) {
        if (steps.length - size < more.length) {
            steps = Arrays.copyOf(steps, Math.max(2 * size, size + more.length));
        }
        System.arraycopy(more, 0, steps, size, more.length);
        size += more.length;
    }

    long[] toArray() {
        return Arrays.copyOf(steps, size);
    }
}
