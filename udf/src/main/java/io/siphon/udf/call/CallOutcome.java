package io.siphon.udf.call;

/** How a call attempt ended, or that it has not. Stored in lower case. */
public enum CallOutcome {
    /** Neither answered-and-ended nor failed yet. */
    IN_PROGRESS,
    /** A 2xx to the INVITE. */
    ANSWERED,
    /** 486 or 600. */
    BUSY,
    /** 408 or 480 after ringing, or 487 without a CANCEL seen: nobody picked up. */
    NO_ANSWER,
    /** The caller sent CANCEL. */
    CANCELLED,
    /** The callee's side said no: 403, 404, 410, 484, 603, 604 … */
    REJECTED,
    /** The network could not: 408 before ringing, 5xx, other 4xx and 6xx. */
    FAILED,
    /** 3xx, and no other attempt in this call succeeded. */
    REDIRECTED,
    /**
     * No final response within {@code call.setup-timeout}, or no BYE within {@code
     * call.max-duration}.
     */
    TIMED_OUT;

    /** As it is stored and tagged: {@code no_answer}. */
    public String tag() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
