package io.siphon.console.report;

import io.siphon.schema.Distribution;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;

import java.util.Set;

/** Counts registrations of one group and slice; {@code docs/reports.md} has the definitions. */
final class RegistrationTally {

    /** RFC 6076, 4.2: failures that are none, for the user agent has to answer them. */
    private static final Set<Integer> NO_FAILURE = Set.of(401, 402, 407);

    private final Distribution delay = new Distribution();
    private long attempts;
    private long undecided;
    private long accepted;
    private long unauthorized;
    private long ineffective;
    private long challenged;
    private long lapsed;
    private long removals;
    private Double addresses;

    void add(Registration registration) {
        if (!registration.kind().isBinding()) {
            removals += registration.kind() == RegistrationKind.REMOVAL ? 1 : 0;
            return;
        }
        attempts++;
        lapsed += registration.lapsedAt() > 0 ? 1 : 0;
        switch (registration.outcome()) {
            case IN_PROGRESS, EVICTED -> undecided++;
            case ACCEPTED -> accepted++;
            case UNAUTHORIZED -> unauthorized++;
            default -> {}
        }
        ineffective += isIneffective(registration) ? 1 : 0;
        boolean decided = !registration.outcome().isUndecided();
        challenged += decided && registration.challengedAt() > 0 ? 1 : 0;
        if (registration.delayMs() >= 0) {
            delay.add(registration.delayMs());
        }
    }

    private static boolean isIneffective(Registration registration) {
        int status = registration.finalStatus();
        return registration.outcome() == RegistrationOutcome.TIMED_OUT
                || status >= 400 && !NO_FAILURE.contains(status);
    }

    void addresses(long distinct) {
        addresses = (double) distinct;
    }

    RegistrationFigures result() {
        long decided = attempts - undecided;
        return new RegistrationFigures(
                attempts,
                undecided,
                accepted,
                unauthorized,
                percent(accepted, decided),
                percent(ineffective, decided),
                percent(challenged, decided),
                delay.isEmpty() ? null : (Double) delay.quantile(0.5),
                delay.isEmpty() ? null : (Double) delay.quantile(0.95),
                lapsed,
                removals,
                attempts == 0 ? null : addresses);
    }

    private static Double percent(long part, long whole) {
        return whole == 0 ? null : (Double) (100.0 * part / whole);
    }
}
