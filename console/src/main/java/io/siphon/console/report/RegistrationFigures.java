package io.siphon.console.report;

/**
 * Figures of the registrations that began in a span; null where nothing can be said. Their
 * definitions stand in {@code docs/reports.md}.
 *
 * @param attempts initial registrations and refreshes
 * @param undecided of those, without an end yet: in no ratio
 * @param unauthorized ended with 401 or 407
 * @param success %
 * @param ineffective %, RFC 6076, 4.2
 * @param challenged %
 * @param delayP50Ms RFC 6076, 4.1
 * @param lapsed ran out and were not renewed
 * @param removals requests to remove a binding
 * @param addresses of record, distinct; known of a whole period only
 */
public record RegistrationFigures(
        long attempts,
        long undecided,
        long accepted,
        long unauthorized,
        Double success,
        Double ineffective,
        Double challenged,
        Double delayP50Ms,
        Double delayP95Ms,
        long lapsed,
        long removals,
        Double addresses) {

    /** Whether there were none at all. */
    public boolean isEmpty() {
        return attempts == 0 && removals == 0;
    }
}
