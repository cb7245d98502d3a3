package io.siphon.udf.suspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is dialled, as numbers: E.164, countries. */
final class DialledNumber {

    /** E.164: at most 15 digits; fewer than these are extensions. */
    private static final int LONGEST = 15;

    static final int SHORTEST = 7;

    /** libphonenumber's region of satellites and of networks across countries: +870, +88x, +979. */
    static final String NO_COUNTRY = "001";

    private static final Map<String, String> NAMES =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                    .collect(Collectors.toMap(Function.identity(), DialledNumber::englishName));

    private DialledNumber() {}

    /**
     * Digits, and a plus at the front; without visual separators (RFC 3966, 5.1.1). Empty when
     * there is anything else.
     */
    static String digits(String user) {
        StringBuilder digits = new StringBuilder(user.length());
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c >= '0' && c <= '9' || c == '+' && i == 0) {
                digits.append(c);
            } else if ("-.() ".indexOf(c) < 0) {
                return "";
            }
        }
        return digits.toString();
    }

    /**
     * Digits of an international number without its prefix: {@code 442071838750}. Empty when it is
     * none.
     *
     * @param prefixes by which international numbers are dialled, as {@code +} and {@code 00}
     */
    static String international(String user, List<String> prefixes) {
        String digits = digits(user);
        for (String prefix : prefixes) {
            int length = digits.length() - prefix.length();
            if (digits.startsWith(prefix) && length >= SHORTEST && length <= LONGEST) {
                String number = digits.substring(prefix.length());
                return number.charAt(0) == '0' ? "" : number;
            }
        }
        return "";
    }

    /**
     * ISO 3166 code of the country of an international number; {@code 001} of a global service;
     * {@code ZZ} when there is none.
     */
    static String country(String international) {
        return NumberCountries.of(international);
    }

    /** The English name of a country; the code itself when it has none. */
    static String name(String country) {
        return country.equals(NO_COUNTRY)
                ? "international networks"
                : NAMES.getOrDefault(country, country);
    }

    private static String englishName(String country) {
        return new Locale.Builder().setRegion(country).build().getDisplayCountry(Locale.ENGLISH);
    }
}
