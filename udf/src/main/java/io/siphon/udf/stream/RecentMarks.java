package io.siphon.udf.stream;

/** What was said lately, in a cache of fixed size: what is new is new for sure, not the reverse. */
final class RecentMarks {

    private static final int SLOTS = 1 << 14;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long[] marks = new long[SLOTS];

    /**
     * Whether that was not said in that period, as far as is known.
     *
     * @param what its hash
     */
    boolean isNew(long what, long period) {
        long mark = (what * SPREAD ^ period * 0xC2B2AE3D27D4EB4FL) | 1;
        int slot = (int) (what * SPREAD >>> 50);
        if (marks[slot] == mark) {
            return false;
        }
        marks[slot] = mark;
        return true;
    }
}
