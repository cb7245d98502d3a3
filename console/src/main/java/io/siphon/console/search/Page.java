package io.siphon.console.search;

import javax.annotation.Nullable;

import java.util.List;

/**
 * Some of what a search finds, in order of time.
 *
 * @param next continues the search; null when there is no more
 * @param searchedTo epoch µs: how far it looked; the range's end when it is complete
 * @param complete false when it ran out of time: there may be more rows, which {@code next} finds
 */
public record Page<T>(List<T> rows, @Nullable String next, long searchedTo, boolean complete) {}
