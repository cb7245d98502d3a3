package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.search.Search;
import io.siphon.console.search.TimeRange;

import picocli.CommandLine.Option;

import java.time.Instant;
import java.time.ZoneOffset;

/** Which rows a command lists: their time, and how many. */
final class RangeOptions {

    @Option(
            names = "--last",
            paramLabel = "TIME",
            description = "Only what began in the last 15m, 2h, 7d …")
    private String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only what began from then on: 2026-03-01T10:00, -2h; UTC.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only what began before then.")
    private String to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Print at most this many (default: 100).")
    private int limit;

    /** {@code --last}; null when it is not given. */
    String last() {
        return last;
    }

    /** Whether a time is given. */
    boolean isGiven() {
        return last != null || from != null || to != null;
    }

    /**
     * The range of time.
     *
     * @throws io.siphon.console.search.QueryException in one sentence, when it is none
     */
    TimeRange range() {
        return TimeRange.of(last, from, to, ZoneOffset.UTC, Instant.now());
    }

    /**
     * Most rows to print.
     *
     * @throws ConsoleException when it is no number of rows
     */
    int limit() {
        if (limit < 1) {
            throw new ConsoleException("--limit: must be more than 0, got " + limit);
        }
        return limit;
    }

    /**
     * Most rows to print where they are held together.
     *
     * @throws ConsoleException when it is no number that one search takes
     */
    int limitOfOneSearch() {
        if (limit < 1 || limit > Search.MAX_LIMIT) {
            throw new ConsoleException(
                    "--limit: expected 1 to " + Search.MAX_LIMIT + ", got " + limit);
        }
        return limit;
    }
}
