package io.siphon.console.web;

import io.siphon.console.store.Dialect;

/**
 * A period in parts of equal length, about sixty.
 *
 * @param fromMicros epoch µs
 * @param toMicros epoch µs, exclusive
 * @param seconds of a part
 */
record Buckets(long fromMicros, long toMicros, long seconds) {

    private static final int MOST = 72;

    /** Lengths that people count in. */
    private static final long[] LENGTHS = {
        1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200
    };

    private static final long DAY = 86_400;

    /**
     * @param least seconds of a part: that of the windows that are measured
     */
    static Buckets of(long fromMicros, long toMicros, long least) {
        long seconds = Math.max(1, (toMicros - fromMicros) / 1_000_000L);
        for (long length : LENGTHS) {
            if (length >= least && seconds / length <= MOST) {
                return new Buckets(fromMicros, toMicros, length);
            }
        }
        return new Buckets(fromMicros, toMicros, DAY);
    }

    /** Start of the first, epoch s. */
    long first() {
        return Math.floorDiv(fromMicros / 1_000_000L, seconds) * seconds;
    }

    /** Whether no hour is in two parts. */
    boolean areOfHours() {
        return seconds % 3600 == 0;
    }

    int count() {
        long length = toMicros - first() * 1_000_000L;
        long parts = -Math.floorDiv(-length, seconds * 1_000_000L);
        return (int) Math.max(1, Math.min(1_000, parts));
    }

    /** SQL: start of the part that a time is in, epoch s. */
    String of(String time, Dialect dialect) {
        return dialect.bucketOf(time, seconds);
    }

    /** As long a time before, in parts of the same length. */
    Buckets ofLengthBefore() {
        return new Buckets(fromMicros - (toMicros - fromMicros), fromMicros, seconds);
    }
}
