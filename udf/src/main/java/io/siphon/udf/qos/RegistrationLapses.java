package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

import java.util.List;

/** Registrations that ran out. */
final class RegistrationLapses extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationLapses() {
        super(
                Registration.class,
                new MetricInfo(
                        "registration_lapses",
                        MetricKind.COUNT,
                        "registrations",
                        "Bindings that ran out and were not renewed within 32 s, in the window in which that was"
                                + " known.",
                        List.of("node", "trunk", "direction", "kind")));
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
