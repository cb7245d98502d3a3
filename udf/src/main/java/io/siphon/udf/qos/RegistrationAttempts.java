package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

/** Registrations that began. */
final class RegistrationAttempts extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationAttempts() {
        super(Registration.class, MetricCatalogue.REGISTRATION_ATTEMPTS);
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
