package io.siphon.console.search;

import javax.annotation.Nullable;

import java.util.List;

/**
 * Some of what a search finds, in order of time.
 *
 * @param next continues the search; null when there is no more
 * @param searched what this page looked at of the time asked for; null when nothing is stored and
 *     no time was given
 * @param complete false when it ran out of time: there may be more rows, which {@code next} finds
 */
public record Page<T>(
        List<T> rows, @Nullable String next, @Nullable Searched searched, boolean complete) {

    /**
     * From a time, up to another. The newest first, {@code fromMicros} is how far back it looked;
     * the oldest first, {@code toMicros} is how far on.
     *
     * @param fromMicros epoch µs
     * @param toMicros epoch µs
     */
    public record Searched(long fromMicros, long toMicros) {

        /** How far it looked, epoch µs. */
        public long reached(boolean oldestFirst) {
            return oldestFirst ? toMicros : fromMicros;
        }
    }
}
