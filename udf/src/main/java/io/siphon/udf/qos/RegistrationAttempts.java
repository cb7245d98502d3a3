package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

import java.util.List;

/** Registrations that began. */
final class RegistrationAttempts extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationAttempts() {
        super(
                Registration.class,
                new MetricInfo(
                        "registration_attempts",
                        MetricKind.COUNT,
                        "registrations",
                        "REGISTER attempts, in the window of their first request; an authentication challenge and"
                                + " its retry are one, each refresh is one. `kind` is `initial`,"
                                + " `refresh`, `removal` or `query`.",
                        List.of("node", "trunk", "direction", "kind")));
    }

    @Override
    public void observe(Registration registration, Samples out) {
        if (registration.change() == RegistrationChange.STARTED) {
            out.tag(registration.node())
                    .tag(registration.trunk())
                    .tag(registration.direction())
                    .tag(registration.kind().tag())
                    .count(registration.changeMicros());
        }
    }
}
