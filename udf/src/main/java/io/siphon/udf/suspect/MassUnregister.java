package io.siphon.udf.suspect;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;

/** Registrations that are removed or lapse, many at once: phones that nobody can call any more. */
final class MassUnregister extends Registrars {

    private static final long serialVersionUID = 1L;

    static final String NAME = "mass_unregister";

    MassUnregister(int threshold) {
        super(NAME, threshold);
    }

    @Override
    boolean counts(Registration registration) {
        return registration.change() == RegistrationChange.LAPSED
                || registration.change() == RegistrationChange.ENDED
                        && registration.kind() == RegistrationKind.REMOVAL
                        && registration.outcome() == RegistrationOutcome.ACCEPTED;
    }

    @Override
    String text() {
        return "were removed or lapsed";
    }
}
