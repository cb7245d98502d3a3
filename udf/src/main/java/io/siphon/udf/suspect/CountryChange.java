package io.siphon.udf.suspect;

import io.siphon.schema.Registration;
import io.siphon.udf.payload.Endpoints;

import javax.annotation.Nullable;

/**
 * An account that registers from a country that it never did, by a file that knows the countries of
 * addresses; without one it finds nothing.
 */
final class CountryChange extends ChangedDevice {

    private static final long serialVersionUID = 1L;

    static final String NAME = "country_change";

    @Nullable private final AddressCountries countries;

    CountryChange(String file) {
        super(NAME);
        countries = file.isEmpty() ? null : new AddressCountries(file);
    }

    @Override
    String trait(Registration registration) {
        return countries == null ? "" : countries.of(Endpoints.address(registration.source()));
    }

    @Override
    String text(String account, String trait) {
        return "%s registered from a country that it never did: %s"
                .formatted(account, DialledNumber.name(trait));
    }
}
