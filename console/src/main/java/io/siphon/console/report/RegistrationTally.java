package io.siphon.console.report;

import io.siphon.console.store.StoredRegistration;

import java.util.Set;

/** Counts registrations of one group and slice; {@code docs/reports.md} has the definitions. */
final class RegistrationTally {

    /** RFC 6076, 4.2: failures that are none, for the user agent has to answer them. */
    private static final Set<Integer> NO_FAILURE = Set.of(401, 402, 407);

    private final Spread delay = new Spread();
    private long attempts;
    private long undecided;
    private long accepted;
    private long unauthorized;
    private long ineffective;
    private long challenged;
    private long lapsed;
    private long removals;
    private Double addresses;

    void add(StoredRegistration registration) {
        if (!registration.isBinding()) {
            removals += registration.kind().equals("removal") ? 1 : 0;
            return;
        }
        attempts++;
        lapsed += registration.lapsed() ? 1 : 0;
        switch (registration.outcome()) {
            case "in_progress", "evicted" -> undecided++;
            case "accepted" -> accepted++;
            case "unauthorized" -> unauthorized++;
            default -> {}
        }
        ineffective += isIneffective(registration) ? 1 : 0;
        boolean decided = !CallTally.UNDECIDED.contains(registration.outcome());
        challenged += decided && registration.challenged() ? 1 : 0;
        if (registration.delayMs() >= 0) {
            delay.add(registration.delayMs());
        }
    }

    private static boolean isIneffective(StoredRegistration registration) {
        int status = registration.finalStatus();
        return registration.outcome().equals("timed_out")
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
