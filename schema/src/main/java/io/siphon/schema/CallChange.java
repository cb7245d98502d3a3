package io.siphon.schema;

/**
 * Which step of a call's life a {@link Call} reports. Each but the last happens at most once in a
 * call.
 */
public enum CallChange {
    /** The first INVITE without To tag. */
    STARTED,
    /** The first 180 or 183, or other 18x with a session description. */
    RINGING,
    /** The first 2xx to the INVITE. */
    ANSWERED,
    /**
     * BYE, final failure or time-out: the last one. A failure that the caller's user agent may
     * answer by trying again (3xx, 401, 407, 503 …) ends the call only when nothing has followed
     * for 32 s or 1 s; a BYE without an answer, when it was not refused for 4 s. Ringing and answer
     * that were seen beyond the caller's hop only are known a second later.
     */
    ENDED,
    /**
     * No step of its life: what was learnt of it elsewhere, as its conversation. Also after the
     * end, and more than once.
     */
    NOTED;

    /** The last that a stored call has been through; 0 is what has not happened. */
    static CallChange reached(long ringingAt, long answeredAt, long endedAt) {
        if (endedAt > 0) {
            return ENDED;
        }
        if (answeredAt > 0) {
            return ANSWERED;
        }
        return ringingAt > 0 ? RINGING : STARTED;
    }
}
