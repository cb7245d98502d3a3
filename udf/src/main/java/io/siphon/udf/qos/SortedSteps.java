package io.siphon.udf.qos;

import java.util.Arrays;

/** Takes {@link LevelSteps} in the order of their time. */
final class SortedSteps {

    private final long[] steps;
    private int next;

    /**
     * @param steps in any order; they are sorted in place
     */
    SortedSteps(long[] steps) {
        Arrays.sort(steps);
        this.steps = steps;
    }

    /** Epoch µs, exclusive. */
    boolean hasBefore(long micros) {
        return next < steps.length && nextMicros() < micros;
    }

    long nextMicros() {
        return LevelSteps.micros(steps[next]);
    }

    /** The next one's change: +1 or -1. */
    int take() {
        return LevelSteps.change(steps[next++]);
    }

    /** Those that were not taken. */
    long[] rest() {
        return Arrays.copyOfRange(steps, next, steps.length);
    }
}
