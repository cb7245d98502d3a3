package io.siphon.udf.call;

import java.util.Set;

/**
 * State: the {@link io.siphon.schema.CallOutcome}, under the class name that savepoints contain,
 * and the rule that decides it.
 */
public enum CallOutcome {
    IN_PROGRESS,
    ANSWERED,
    BUSY,
    NO_ANSWER,
    CANCELLED,
    REJECTED,
    FAILED,
    REDIRECTED,
    TIMED_OUT,
    EVICTED;

    private static final Set<Integer> REFUSALS =
            Set.of(401, 402, 403, 404, 406, 407, 410, 433, 480, 484, 488, 603, 604, 606, 607, 608);

    io.siphon.schema.CallOutcome inRecord() {
        return io.siphon.schema.CallOutcome.valueOf(name());
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
            return CANCELLED; // 487 answers a CANCEL or BYE of the caller, seen or not: 21.4.25
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
