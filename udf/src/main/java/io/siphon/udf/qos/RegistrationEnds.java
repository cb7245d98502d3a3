package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

/** Registrations that are decided. */
final class RegistrationEnds extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationEnds() {
        super(Registration.class, MetricCatalogue.REGISTRATION_ENDS);
    }

    @Override
    public void observe(Registration registration, Samples out) {
        if (registration.change() == RegistrationChange.ENDED) {
            out.tag(registration.node())
                    .tag(registration.trunk())
                    .tag(registration.direction())
                    .tag(registration.kind().tag())
                    .tag(registration.outcome().tag())
                    .tag(
                            registration.finalStatus() == 0
                                    ? "0"
                                    : StatusTags.code(registration.finalStatus()))
                    .count(registration.changeMicros());
        }
    }
}
