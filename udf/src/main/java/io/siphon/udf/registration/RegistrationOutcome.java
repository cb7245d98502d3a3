package io.siphon.udf.registration;

/**
 * State: what {@link io.siphon.schema.RegistrationOutcome} says, under the name that savepoints
 * have for it, and the rule.
 */
public enum RegistrationOutcome {
    IN_PROGRESS,
    ACCEPTED,
    UNAUTHORIZED,
    REDIRECTED,
    REJECTED,
    FAILED,
    TIMED_OUT,
    EVICTED;

    io.siphon.schema.RegistrationOutcome inRecord() {
        return io.siphon.schema.RegistrationOutcome.valueOf(name());
    }

    /**
     * Outcome of a final response.
     *
     * @param status 200..699
     */
    public static RegistrationOutcome of(int status) {
        if (status < 300) {
            return ACCEPTED;
        }
        if (status < 400) {
            return REDIRECTED;
        }
        if (status == 401 || status == 407) {
            return UNAUTHORIZED;
        }
        return status == 408 || status / 100 == 5 ? FAILED : REJECTED;
    }
}
