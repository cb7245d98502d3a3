package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

/** Registrations that ran out. */
final class RegistrationLapses extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationLapses() {
        super(Registration.class, MetricCatalogue.REGISTRATION_LAPSES);
    }

    @Override
    public void observe(Registration registration, Samples out) {
        if (registration.change() == RegistrationChange.LAPSED) {
            out.tag(registration.node())
                    .tag(registration.trunk())
                    .tag(registration.direction())
                    .tag(registration.kind().tag())
                    .count(registration.changeMicros());
        }
    }
}
