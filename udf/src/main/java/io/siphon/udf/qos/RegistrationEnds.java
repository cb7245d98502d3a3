package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;

import java.util.List;

/** Registrations that are decided. */
final class RegistrationEnds extends Metric<Registration> {

    private static final long serialVersionUID = 1L;

    RegistrationEnds() {
        super(
                Registration.class,
                new MetricInfo(
                        "registration_ends",
                        MetricKind.COUNT,
                        "registrations",
                        "REGISTER attempts that are over, by their outcome (`accepted`, `unauthorized`,"
                                + " `rejected`, `failed`, `timed_out` …) and final response (0 for"
                                + " none), in the window in which that was known.",
                        List.of("node", "trunk", "direction", "kind", "outcome", "code")));
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
