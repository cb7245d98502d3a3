package io.siphon.schema;

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
    /** 408 or 480 after ringing: nobody picked up (causes 18 and 19). */
    NO_ANSWER,
    /**
     * The caller sent CANCEL, or BYE before the answer; also 487, which answers either, where
     * neither was captured.
     */
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

    /** Final responses after which the network did its part, beside 2xx. */
    private static final Set<Integer> EFFECTIVE = Set.of(480, 486, 487, 600, 603);

    /** Q.850: normal clearing, busy, no response, no answer, rejected. */
    private static final Set<Integer> EFFECTIVE_CAUSES = Set.of(16, 17, 18, 19, 21);

    /** As it is stored and tagged: {@code no_answer}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #tag} gave. */
    public static CallOutcome ofTag(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    /** Whether it goes on, or was followed no further: it is in no ratio. */
    public boolean isUndecided() {
        return this == IN_PROGRESS || this == EVICTED;
    }

    /**
     * Whether the network did its part, for the network effectiveness ratio (ITU-T E.425): the call
     * was answered, or it was the user who was busy, did not answer, declined or gave up. What is
     * {@link #isUndecided undecided} is not.
     *
     * @param finalStatus 0 for none
     * @param q850Cause of a Reason header; 0 for none
     */
    public boolean isEffective(int finalStatus, int q850Cause) {
        return switch (this) {
            case ANSWERED, BUSY, NO_ANSWER, CANCELLED -> true;
            case IN_PROGRESS, EVICTED -> false;
            default -> EFFECTIVE.contains(finalStatus) || EFFECTIVE_CAUSES.contains(q850Cause);
        };
    }

    /**
     * Whether it was answered, also when its end was never seen.
     *
     * @param finalStatus 0 for none
     */
    public boolean wasAnswered(int finalStatus) {
        return switch (this) {
            case ANSWERED -> true;
            case TIMED_OUT, EVICTED -> finalStatus / 100 == 2;
            default -> false;
        };
    }

    /**
     * Whether the network or the callee's side refused it, or no final response came. An answered
     * call without a BYE timed out, too; it has not failed.
     *
     * @param finalStatus 0 for none
     */
    public boolean isFailed(int finalStatus) {
        return switch (this) {
            case REJECTED, FAILED -> true;
            case TIMED_OUT -> !wasAnswered(finalStatus);
            default -> false;
        };
    }
}
