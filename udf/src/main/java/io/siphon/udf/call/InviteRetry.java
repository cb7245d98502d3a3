package io.siphon.udf.call;

import java.util.Set;

/**
 * Which final responses the caller's user agent answers by itself, with another INVITE of the same
 * Call-ID: that INVITE is of the same attempt.
 */
public final class InviteRetry {

    /**
     * RFC 3261, 8.1.3.5 (413, 415, 416, 420) and 21.4.26 (488, and 606 alike); RFC 3263, 4.3 (503);
     * RFC 3329 (421, 494); RFC 4028 (422); RFC 8224 (428).
     */
    private static final Set<Integer> AT_ONCE =
            Set.of(413, 415, 416, 420, 421, 422, 428, 488, 494, 503, 606);

    /** Address Incomplete: more digits may follow (RFC 3578, 3; RFC 3261, 21.4.22). */
    private static final int INCOMPLETE = 484;

    private InviteRetry() {}

    /**
     * How long a failure waits for the next INVITE, µs: for a redirection, a challenge and further
     * digits somebody may have to be asked; what the user agent may ask for in another way, or at
     * another gateway, it does at once. 0: it does not.
     */
    public static long within(int status) {
        if (status < 400 || status == 401 || status == 407 || status == INCOMPLETE) {
            return CallState.LINGER;
        }
        return AT_ONCE.contains(status) ? CallState.AT_ONCE : 0;
    }
}
