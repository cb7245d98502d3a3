package io.siphon.udf.suspect;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationKind;

/** Phones that all register anew at once: after an outage of a network or a proxy. */
final class RegisterStorm extends Registrars {

    private static final long serialVersionUID = 1L;

    static final String NAME = "register_storm";

    RegisterStorm(int threshold) {
        super(NAME, threshold);
    }

    @Override
    boolean counts(Registration registration) {
        return registration.change() == RegistrationChange.STARTED
                && registration.kind() == RegistrationKind.INITIAL;
    }

    @Override
    String text() {
        return "began to register";
    }
}
