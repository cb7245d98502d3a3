package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

/** How long registering takes (RFC 6076, 4.1). */
final class RegistrationRequestDelay extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationRequestDelay() {
        super(Registration.class, MetricCatalogue.REGISTRATION_REQUEST_DELAY_MS);
    }

    @Override
    public void observe(Registration registration, Samples out) {
        if (registration.change() == RegistrationChange.ENDED
                && registration.kind().isBinding()
                && registration.delayMs() >= 0) {
            out.tag(registration.node())
                    .tag(registration.trunk())
                    .tag(registration.direction())
                    .tag(registration.kind().tag())
                    .value(registration.changeMicros(), registration.delayMs());
        }
    }
}
