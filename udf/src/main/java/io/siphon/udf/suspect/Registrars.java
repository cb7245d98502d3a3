package io.siphon.udf.suspect;

import io.siphon.schema.Registration;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;

import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Duration;

/** Many accounts of one registrar do the same within a minute. */
abstract class Registrars extends SubjectDetector {

    private static final long serialVersionUID = 1L;

    private final int threshold;

    Registrars(String name, int threshold) {
        super(name, Duration.ofSeconds(60));
        this.threshold = threshold;
    }

    abstract boolean counts(Registration registration);

    /** What they did, for people. */
    abstract String text();

    @Override
    void observe(Registration registration, Collector<Sighting> out) {
        String registrar = Endpoints.address(registration.destination());
        if (!registrar.isEmpty() && counts(registration)) {
            out.collect(
                    Sighting.of(
                                    Sighting.key(name(), registrar),
                                    registration.changeMicros(),
                                    0,
                                    registration.node())
                            .from(Endpoints.address(registration.source()))
                            .withItem(registration.aor())
                            .withExample(registration.aor()));
        }
    }

    @Override
    void see(Sighting sighting, SubjectState state) {
        state.bad++;
        if (state.items.add(sighting.item())) {
            state.example(sighting.example());
        }
    }

    @Override
    @Nullable
    Finding judge(String key, SubjectState state) {
        long accounts = state.items.count();
        return accounts < threshold
                ? null
                : alert(
                        key,
                        state,
                        accounts,
                        threshold,
                        "%d accounts %s at %s within %s%s"
                                .formatted(
                                        accounts,
                                        text(),
                                        Sighting.subject(key),
                                        duration(),
                                        state.forExample()));
    }
}
