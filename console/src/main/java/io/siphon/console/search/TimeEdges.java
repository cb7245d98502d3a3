package io.siphon.console.search;

import java.util.function.LongPredicate;

/**
 * Where the rows of a table begin and end in time, by asking whether there are any beyond a time.
 * With a partition and a BRIN index a day each answer is quick, where MIN and MAX read all rows.
 * All times are epoch µs.
 *
 * @param from no row is before it
 * @param to no row is at it or later; within an hour behind the last row
 */
record TimeEdges(long from, long to) {

    private static final long HOUR = 3_600_000_000L;
    private static final long DAY = 24 * HOUR;

    /** Rows are soon older than this; those of an agent whose clock is ahead are not. */
    private static final long SOON = 60_000_000;

    /** A step of the search is so many times the one before. */
    private static final int FACTOR = 8;

    /** The last day that all databases have: further ahead is no row. */
    private static final long LAST = 253_402_214_400_000_000L;

    static final TimeEdges NO_ROWS = new TimeEdges(Long.MAX_VALUE, 0);

    /**
     * @param anySince whether there is a row at that time or later
     * @param anyBefore whether there is one before
     */
    static TimeEdges find(LongPredicate anySince, LongPredicate anyBefore, long now) {
        long to = to(anySince, now + SOON);
        return to <= 0 ? NO_ROWS : new TimeEdges(from(anyBefore, now), to);
    }

    private static long to(LongPredicate anySince, long soon) {
        long low = soon;
        long high = soon;
        long step = HOUR;
        if (anySince.test(soon)) {
            do {
                low = high;
                high = Math.min(LAST, high + step);
                step *= FACTOR;
            } while (high < LAST && anySince.test(high));
        } else {
            do {
                high = low;
                low = Math.max(0, low - step);
                step *= FACTOR;
                if (high == 0) {
                    return 0;
                }
            } while (!anySince.test(low));
        }
        while (high - low > HOUR) {
            long middle = low + (high - low) / 2;
            if (anySince.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static long from(LongPredicate anyBefore, long now) {
        long step = DAY;
        long from = now - step;
        while (from > 0 && anyBefore.test(from)) {
            step *= FACTOR;
            from -= step;
        }
        return Math.max(0, from);
    }
}
