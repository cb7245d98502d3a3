package io.siphon.udf.alert;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.qos.Samples;

/**
 * Registrations from one source address that the registrar refused, or whose challenge was never
 * answered correctly: guessed names or passwords. Those that the registrar could not serve (5xx, no
 * response) are not the sender's fault, and do not count.
 */
final class RegistrationFailures extends Detector<Registration> {

    private static final long serialVersionUID = 1L;

    private final int threshold;

    RegistrationFailures(int threshold) {
        super(
                Registration.class,
                "registration_failures",
                MetricKind.COUNT,
                "registrations",
                "Registrations from one source address that were refused (403, 404 …) or whose"
                        + " challenge had no right answer: scanners, guessed passwords.");
        this.threshold = threshold;
    }

    @Override
    public void observe(Registration registration, Samples out) {
        String address = Endpoints.address(registration.source());
        if (registration.change() == RegistrationChange.ENDED
                && isRefused(registration.outcome())
                && !address.isEmpty()) {
            out.tag(registration.node()).tag(address).count(registration.changeMicros());
        }
    }

    private static boolean isRefused(RegistrationOutcome outcome) {
        return outcome == RegistrationOutcome.UNAUTHORIZED
                || outcome == RegistrationOutcome.REJECTED;
    }

    @Override
    Finding judge(Measurement window) {
        return count(window) < threshold
                ? null
                : alert(
                        window,
                        count(window),
                        threshold,
                        count(window) + " registrations from " + subject(window) + " were refused");
    }
}
