package io.siphon.udf.suspect;

import io.siphon.schema.Registration;

/** An account that registers with a user agent that it never had: a stolen password in use. */
final class UserAgentChange extends ChangedDevice {

    private static final long serialVersionUID = 1L;

    static final String NAME = "ua_change";

    UserAgentChange() {
        super(NAME);
    }

    @Override
    String trait(Registration registration) {
        return registration.userAgent();
    }

    @Override
    String text(String account, String trait) {
        return "%s registered with a user agent that it never had: %s".formatted(account, trait);
    }
}
