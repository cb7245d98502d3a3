package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.udf.payload.Endpoints;

import java.io.Serializable;
import java.util.List;

/**
 * Which calls go abroad, and of which account they are.
 *
 * @param prefixes by which international numbers are dialled, as {@code +} and {@code 00}
 * @param home ISO 3166 code of the country whose numbers are not abroad; empty: that of the
 *     caller's own number
 */
public record InternationalCalls(List<String> prefixes, String home) implements Serializable {

    /** Of no country, see {@link DialledNumber#country}. */
    private static final String NOWHERE = "ZZ";

    /** See {@link DialledNumber#international}. */
    String number(Call call) {
        return DialledNumber.international(call.callee(), prefixes);
    }

    /**
     * Country of the international number that is called; empty where it is at home or there is
     * none. Where it is not known what is at home, networks without a country are abroad only.
     */
    String abroad(Call call, String number) {
        String country = country(number);
        String from =
                home.isEmpty()
                        ? country(DialledNumber.international(call.caller(), prefixes))
                        : home;
        boolean judged = !from.equals(NOWHERE) || country.equals(DialledNumber.NO_COUNTRY);
        return !judged || country.equals(NOWHERE) || country.equals(from) ? "" : country;
    }

    private static String country(String number) {
        return number.isEmpty() ? NOWHERE : DialledNumber.country(number);
    }

    /** Who pays: the caller; where that is not known, the address that calls. */
    static String account(Call call) {
        return call.caller().isEmpty() ? Endpoints.address(call.source()) : call.caller();
    }
}
