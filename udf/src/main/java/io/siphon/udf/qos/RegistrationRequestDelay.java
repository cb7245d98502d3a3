package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

import java.util.List;

/** How long registering takes (RFC 6076, 4.1). */
final class RegistrationRequestDelay extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationRequestDelay() {
        super(
                Registration.class,
                new MetricInfo(
                        "registration_request_delay_ms",
                        MetricKind.DISTRIBUTION,
                        "ms",
                        "Registration request delay (RFC 6076, 4.1): from the first REGISTER, challenge included,"
                                + " to the 2xx; of accepted initial registrations and refreshes.",
                        List.of("node", "trunk", "direction", "kind")));
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
