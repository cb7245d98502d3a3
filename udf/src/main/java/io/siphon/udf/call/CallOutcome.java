package io.siphon.udf.call;

import java.util.Locale;
import java.util.Set;

/**
 * How a call attempt ended, or that it has not. Stored in lower case. The final response that the
 * caller got decides; the Q.850 causes are those that RFC 3398 gives for it.
 */
public enum CallOutcome {
    /** Neither answered nor failed yet. */
    IN_PROGRESS,
    /** A 2xx to the INVITE: from the answer on, whether the call is up or over. */
    ANSWERED,
    /** 486 or 600 (cause 17). */
    BUSY,
    /**
     * 408 or 480 after ringing, or 487 without a CANCEL of the caller's: nobody picked up (causes
     * 18 and 19).
     */
    NO_ANSWER,
    /** The caller sent CANCEL, or BYE before the answer. */
    CANCELLED,
    /**
     * The callee's side said no (causes 1, 20, 21, 22, 28): 403, 404, 406, 410, 433, 480 before
     * ringing, 484, 488, 603, 604, 606, 607, 608; also 401, 402 and 407 that the caller had no
     * answer to.
     */
    REJECTED,
    /** The network could not: 408 before ringing, 5xx, other 4xx and 6xx. */
    FAILED,
    /** 3xx, and no other attempt in this call succeeded. */
    REDIRECTED,
    /**
     * No final response within {@code call.setup-timeout}, or no BYE within {@code
     * call.max-duration}: whether the message was lost or never sent is not known.
     */
    TIMED_OUT,
    /**
     * Followed no further: there was no room for it ({@code state.max-calls}). How it ended is not
     * known.
     */
    EVICTED;

    private static final Set<Integer> REFUSALS =
            Set.of(401, 402, 403, 404, 406, 407, 410, 433, 480, 484, 488, 603, 604, 606, 607, 608);

    /** As it is stored and tagged: {@code no_answer}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Outcome of a final response.
     *
     * @param status 200..699
     * @param rang whether the call rang before
     * @param cancelled whether the caller sent CANCEL before
     */
    public static CallOutcome of(int status, boolean rang, boolean cancelled) {
        if (status < 300) {
            return ANSWERED;
        }
        if (status < 400) {
            return REDIRECTED;
        }
        if (status == 487 || status == 408 && cancelled) {
            return cancelled ? CANCELLED : NO_ANSWER;
        }
        if (status == 486 || status == 600) {
            return BUSY;
        }
        if (rang && (status == 408 || status == 480)) {
            return NO_ANSWER;
        }
        return REFUSALS.contains(status) ? REJECTED : FAILED;
    }
}
