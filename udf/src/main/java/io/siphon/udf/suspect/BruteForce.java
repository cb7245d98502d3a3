package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.registration.RefusedLogin;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Guessed passwords. A challenge is not a failure: only what was refused although it carried
 * credentials counts. One source address is followed whatever accounts it tries, and one account
 * whatever addresses try it. A registration that succeeds after that, of an account and an address
 * that both were part of it, is a breach; it is waited for an hour after the last guesses.
 */
final class BruteForce extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    static final String NAME = "brute_force";

    private static final String SOURCE = "source";
    private static final String ACCOUNT = "account";

    private static final int REFUSED = 0;
    private static final int ACCEPTED = 1;

    private static final long WATCH = 3_600_000_000L;

    /** Of {@link SubjectState#own}: until when a success is a breach, epoch µs; 0: not. */
    private static final int WATCHED_UNTIL = 0;

    /** When there was one, epoch µs; 0: not yet. */
    private static final int BREACHED = 1;

    /** Guesses before this window, of those that a breach follows. */
    private static final int BEFORE = 2;

    private final int threshold;
    private final int minSources;

    /**
     * @param threshold refused logins
     * @param minSources addresses that make an attack on one account a distributed one
     */
    BruteForce(int threshold, int minSources) {
        super(NAME, Duration.ofMinutes(5));
        this.threshold = threshold;
        this.minSources = minSources;
    }

    @Override
    void observe(RefusedLogin login, Collector<Sighting> out) {
        sight(REFUSED, login.timeMicros(), login.node(), login.source(), login.aor(), out);
    }

    @Override
    void observe(Registration registration, Collector<Sighting> out) {
        if (registration.change() == RegistrationChange.ENDED
                && registration.outcome() == RegistrationOutcome.ACCEPTED) {
            sight(
                    ACCEPTED,
                    registration.changeMicros(),
                    registration.node(),
                    registration.source(),
                    registration.aor(),
                    out);
        }
    }

    /** An INVITE that was challenged again after it had answered a challenge. */
    @Override
    void observe(Call call, Collector<Sighting> out) {
        if (call.change() == CallChange.ENDED
                && call.outcome() == CallOutcome.REJECTED
                && (call.finalStatus() == 401 || call.finalStatus() == 407)
                && call.retries() > 0) {
            sight(REFUSED, call.changeMicros(), call.node(), call.source(), call.caller(), out);
        }
    }

    private static void sight(
            int kind,
            long micros,
            String node,
            String source,
            String account,
            Collector<Sighting> out) {
        String address = Endpoints.address(source);
        if (!address.isEmpty()) {
            out.collect(
                    Sighting.of(Sighting.key(NAME, address, SOURCE), micros, kind, node)
                            .withItem(account)
                            .withExample(account));
            out.collect(
                    Sighting.of(Sighting.key(NAME, account, ACCOUNT), micros, kind, node)
                            .from(address)
                            .withItem(address)
                            .withExample(address));
        }
    }

    @Override
    boolean begins(Sighting sighting) {
        return sighting.kind() == REFUSED;
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        if (sighting.kind() == REFUSED) {
            state.bad++;
            if (state.items.add(sighting.item())) {
                state.example(sighting.example());
            }
            if (isAttack(sighting.key(), state)) {
                state.own[WATCHED_UNTIL] = sighting.timeMicros() + WATCH;
            }
        } else if (sighting.timeMicros() < state.own[WATCHED_UNTIL]
                && state.items.contains(sighting.item())
                && state.own[BREACHED] == 0) {
            state.own[BREACHED] = sighting.timeMicros();
            state.raised = 0; // to be raised at once, however severe it was before
            state.examples.clear();
            state.example(sighting.example());
        }
    }

    private boolean isAttack(String key, SubjectState state) {
        return state.bad >= threshold && (isSource(key) || state.items.count() >= minSources);
    }

    private static boolean isSource(String key) {
        return Sighting.part(key).equals(SOURCE);
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long guesses = state.bad + state.own[BEFORE];
        if (state.own[BREACHED] > 0) {
            return isSource(key) || state.items.count() >= minSources
                    ? breach(
                            key,
                            state,
                            state.own[BREACHED],
                            guesses + 1, // with the right one: worse than all before
                            threshold,
                            gotIn(key, guesses, state))
                    : null;
        }
        return isAttack(key, state)
                ? alert(key, state, state.bad, threshold, text(key, state))
                : null;
    }

    private String gotIn(String key, long guesses, SubjectState state) {
        String other = String.join(", ", state.examples);
        return isSource(key)
                ? "%s got in as %s after %d refused logins: the password was guessed"
                        .formatted(Sighting.subject(key), other, guesses)
                : "%s got in as %s after %d refused logins from %d addresses: the password was guessed"
                        .formatted(other, Sighting.subject(key), guesses, state.items.count());
    }

    private String text(String key, SubjectState state) {
        String subject = Sighting.subject(key);
        long different = state.items.count();
        if (!isSource(key)) {
            return "%d logins as %s from %d addresses were refused in %s%s"
                    .formatted(state.bad, subject, different, duration(), state.forExample());
        }
        return different == 1
                ? "%d logins of %s as %s were refused in %s"
                        .formatted(state.bad, subject, String.join("", state.examples), duration())
                : "%d logins of %s as %d accounts were refused in %s%s"
                        .formatted(state.bad, subject, different, duration(), state.forExample());
    }

    /** Keeps whom it was about while a success would be a breach. */
    @Override
    boolean goesOn(SubjectState state) {
        if (state.until >= state.own[WATCHED_UNTIL] || state.own[BREACHED] > 0) {
            return false;
        }
        Distinct items = state.items;
        state.own[BEFORE] += state.bad;
        state.begin(state.until, length());
        state.items = items;
        return true;
    }
}
