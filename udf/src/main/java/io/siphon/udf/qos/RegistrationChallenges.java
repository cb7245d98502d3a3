package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

import java.util.List;

/** Registrations that were challenged. */
final class RegistrationChallenges extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationChallenges() {
        super(
                Registration.class,
                new MetricInfo(
                        "registration_challenges",
                        MetricKind.COUNT,
                        "registrations",
                        "REGISTER attempts that were challenged (401 or 407), once each, in the window in which"
                                + " their end was known.",
                        List.of("node", "trunk", "direction", "kind")));
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
