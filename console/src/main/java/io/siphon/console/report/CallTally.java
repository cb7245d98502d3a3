package io.siphon.console.report;

import io.siphon.schema.Call;
import io.siphon.schema.Distribution;

import java.util.Set;

/**
 * Counts calls of one group and slice. Every ratio is of the calls that began in the slice,
 * whenever they were answered: none can be over 100 %. {@code docs/reports.md} has the definitions.
 */
final class CallTally {

    /** RFC 6076, 4.7, beside 200. */
    private static final Set<Integer> SESSION_EFFECTIVE = Set.of(480, 486, 600, 603);

    private final Distribution pdd = new Distribution();
    private long attempts;
    private long undecided;
    private long answered;
    private long effective;
    private long sessionEffective;
    private long redirected;
    private long measuredDurations;
    private long durationMs;

    void add(Call call) {
        attempts++;
        boolean answer = call.wasAnswered();
        if (call.pddMs() >= 0) {
            pdd.add(call.pddMs());
        }
        if (!answer && call.outcome().isUndecided()) {
            undecided++;
            return;
        }
        answered += answer ? 1 : 0;
        effective += call.isEffective() ? 1 : 0;
        sessionEffective += answer || SESSION_EFFECTIVE.contains(call.finalStatus()) ? 1 : 0;
        redirected += !answer && call.finalStatus() / 100 == 3 ? 1 : 0;
        if (call.durationMs() >= 0) {
            measuredDurations++;
            durationMs += call.durationMs();
        }
    }

    CallFigures result() {
        long decided = attempts - undecided;
        return new CallFigures(
                attempts,
                undecided,
                answered,
                percent(answered, decided),
                percent(effective, decided),
                percent(answered, decided - redirected),
                percent(sessionEffective, decided - redirected),
                measuredDurations == 0 ? null : durationMs / 1000.0 / measuredDurations,
                durationMs / 60_000.0,
                pdd.isEmpty() ? null : pdd.quantile(0.5),
                pdd.isEmpty() ? null : pdd.quantile(0.95));
    }

    private static Double percent(long part, long whole) {
        return whole == 0 ? null : 100.0 * part / whole;
    }
}
