package io.siphon.udf.registration;

import java.util.Set;

/**
 * Which final responses the user agent answers by itself, with another REGISTER of the same
 * Call-ID: that REGISTER is of the same registration.
 */
final class RegisterRetry {

    /** How long one that comes at once may take, µs. */
    static final long AT_ONCE = 1_000_000;

    /** Somebody may have to be asked, or another server found. 494: RFC 3329, 2.3.1. */
    private static final Set<Integer> LATER = Set.of(401, 407, 423, 494);

    /**
     * RFC 3261, 8.1.3.5 (413, 415, 416, 420); RFC 3263, 4.3 (503, and 408 alike); RFC 3329 (421);
     * RFC 5626, 11.6 (439).
     */
    private static final Set<Integer> SOON = Set.of(408, 413, 415, 416, 420, 421, 439, 503);

    /** How long such a response waits for the next REGISTER, µs; 0: it does not. */
    static long within(int status) {
        if (status / 100 == 3 || LATER.contains(status)) {
            return AttemptState.LINGER;
        }
        return SOON.contains(status) ? AT_ONCE : 0;
    }

    private RegisterRetry() {}
}
