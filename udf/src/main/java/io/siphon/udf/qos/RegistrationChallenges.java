package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

/** Registrations that were challenged. */
final class RegistrationChallenges extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationChallenges() {
        super(Registration.class, MetricCatalogue.REGISTRATION_CHALLENGES);
    }

    @Override
    public void observe(Registration registration, Samples out) {
        if (registration.change() == RegistrationChange.ENDED && registration.challengedAt() > 0) {
            out.tag(registration.node())
                    .tag(registration.trunk())
                    .tag(registration.direction())
                    .tag(registration.kind().tag())
                    .count(registration.changeMicros());
        }
    }
}
