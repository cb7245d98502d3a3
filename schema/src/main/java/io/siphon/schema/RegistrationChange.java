package io.siphon.schema;

/**
 * Which step of a registration's life a {@link Registration} reports. Each happens at most once.
 */
public enum RegistrationChange {
    /** The first REGISTER. */
    STARTED,
    /**
     * The final response, or that there was none. One that the user agent may answer by trying
     * again (3xx, 401, 407, 423, 494) ends it only when nothing has followed for 32 s.
     */
    ENDED,
    /** What was granted ran out, and was not renewed within another 32 s. */
    LAPSED;

    /** The last that a stored registration has been through; 0 is what has not happened. */
    static RegistrationChange reached(long endedAt, long lapsedAt) {
        if (lapsedAt > 0) {
            return LAPSED;
        }
        return endedAt > 0 ? ENDED : STARTED;
    }
}
