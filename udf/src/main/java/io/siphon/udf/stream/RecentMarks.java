package io.siphon.udf.stream;

import javax.annotation.Nullable;

import java.io.Serializable;

/**
 * What a subtask said lately, in a cache of fixed size: what is new is new for sure, not the
 * reverse. It is part of a function, empty where that is sent to, and no state.
 */
final class RecentMarks implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int SLOTS = 1 << 14;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    @Nullable private transient long[] marks;

    /**
     * Whether that was not said in that period, as far as is known.
     *
     * @param what its hash
     */
    boolean isNew(long what, long period) {
        if (marks == null) {
            marks = new long[SLOTS];
        }
        long mark = (what * SPREAD ^ period * 0xC2B2AE3D27D4EB4FL) | 1;
        int slot = (int) (what * SPREAD >>> 50);
        if (marks[slot] == mark) {
            return false;
        }
        marks[slot] = mark;
        return true;
    }
}
