package io.siphon.udf.suspect;

import io.siphon.schema.Call;
import io.siphon.udf.payload.Endpoints;

import java.io.Serializable;
import java.util.List;

/**
 * Which calls go abroad, and of which account they are.
 *
 * @param prefixes by which international numbers are dialled, as {@code +} and {@code 00}
 * @param home ISO 3166 code of the country whose numbers are not abroad; empty: none
 */
public record InternationalCalls(List<String> prefixes, String home) implements Serializable {

    /** See {@link DialledNumber#international}. */
    String number(Call call) {
        return DialledNumber.international(call.callee(), prefixes);
    }

    /** Country of an international number; empty where it is at home or there is none. */
    String abroad(String number) {
        String country = number.isEmpty() ? "ZZ" : DialledNumber.country(number);
        return country.equals("ZZ") || country.equals(home) ? "" : country;
    }

    /** Who pays: the caller; where that is not known, the address that calls. */
    static String account(Call call) {
        return call.caller().isEmpty() ? Endpoints.address(call.source()) : call.caller();
    }
}
