package io.siphon.udf.suspect;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * An account that registered with something that it never had before: another user agent, or from
 * another country. Its first registration is how it is known; it is forgotten after 30 days without
 * one.
 */
abstract class ChangedDevice extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    /** Of {@link SubjectState#own}: time of the change, epoch µs; 0: none. */
    private static final int CHANGED = 0;

    ChangedDevice(String name) {
        super(name, Duration.ofDays(30));
    }

    /** What should stay the same; empty when it is not known. */
    abstract String trait(Registration registration);

    /** {@code %s registered …}: of the account, the trait, and the address. */
    abstract String text(String account, String trait);

    @Override
    void observe(Registration registration, Collector<Sighting> out) {
        if (registration.change() != RegistrationChange.ENDED
                || registration.outcome() != RegistrationOutcome.ACCEPTED
                || !registration.kind().isBinding()) {
            return;
        }
        String trait = trait(registration);
        if (!trait.isEmpty()) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(name(), registration.aor()),
                                    registration.changeMicros(),
                                    0,
                                    registration.node())
                            .withItem(trait)
                            .withExample(trait));
        }
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.until = sighting.timeMicros() + length();
        boolean first = state.bad++ == 0;
        state.own[CHANGED] = 0;
        state.raised = 0;
        if (state.items.add(sighting.item()) && !first) {
            state.own[CHANGED] = sighting.timeMicros();
            state.examples.clear();
            state.example(sighting.example());
        }
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long changed = state.own[CHANGED];
        return changed == 0
                ? null
                : new Finding(
                        name(),
                        Severity.WARNING,
                        state.node,
                        Sighting.subject(key),
                        changed,
                        changed + 1,
                        state.items.count(),
                        2,
                        state.items.count(),
                        text(Sighting.subject(key), String.join("", state.examples)));
    }

    @Override
    boolean isToldAtEnd() {
        return false;
    }
}
