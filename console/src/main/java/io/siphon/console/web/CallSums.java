package io.siphon.console.web;

import io.siphon.schema.CallOutcome;

/**
 * Sums over the calls of a period.
 *
 * @param decided attempts that were answered, or are neither under way nor given up
 * @param delivered that reached the callee (ITU-T E.425, NER)
 * @param failed rejected, failed, or without a final response: those of {@code is:failed}
 * @param up answered and not over
 * @param lengthMs of all that have one
 * @param lengths how many have
 * @param pddMs likewise
 * @param pdds likewise
 */
record CallSums(
        long attempts,
        long decided,
        long answered,
        long delivered,
        long failed,
        long up,
        long lengthMs,
        long lengths,
        long pddMs,
        long pdds) {

    static final CallSums NONE = new CallSums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Of calls that ended alike.
     *
     * @param status 0 for none
     * @param cause Q.850; 0 for none
     * @param ended how many have an end
     * @param lengthMs their sum, and so on
     */
    static CallSums of(
            CallOutcome outcome,
            int status,
            int cause,
            long calls,
            long ended,
            long lengthMs,
            long lengths,
            long pddMs,
            long pdds) {
        boolean answered = outcome.wasAnswered(status);
        return new CallSums(
                calls,
                answered || !outcome.isUndecided() ? calls : 0,
                answered ? calls : 0,
                answered || outcome.isEffective(status, cause) ? calls : 0,
                outcome.isFailed(status) ? calls : 0,
                answered ? calls - ended : 0,
                lengthMs,
                lengths,
                pddMs,
                pdds);
    }

    CallSums plus(CallSums other) {
        return new CallSums(
                attempts + other.attempts,
                decided + other.decided,
                answered + other.answered,
                delivered + other.delivered,
                failed + other.failed,
                up + other.up,
                lengthMs + other.lengthMs,
                lengths + other.lengths,
                pddMs + other.pddMs,
                pdds + other.pdds);
    }

    /** ms; -1 when there is none. */
    long meanLength() {
        return lengths == 0 ? -1 : Math.round((double) lengthMs / lengths);
    }

    /** ms; -1 when there is none. */
    long meanPdd() {
        return pdds == 0 ? -1 : Math.round((double) pddMs / pdds);
    }
}
