package io.siphon.udf.suspect;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Countries of international numbers, as libphonenumber has them. It is asked only for numbers
 * whose calling code several countries share, and not to parse what is digits already: its patterns
 * cost more than all that is done with a call beside. The detectors of a call ask for the same
 * number, and ask again when it ends.
 */
final class NumberCountries {

    static final String UNKNOWN = "ZZ";

    /** Digits of the longest calling code (E.164, 6.2.1). */
    private static final int LONGEST_CODE = 3;

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /** By calling code, where it is that of one country. */
    private static final Map<String, String> ONLY = new HashMap<>();

    /**
     * By calling code, where several countries share it: the national prefix, which is not dialled.
     */
    private static final Map<String, String> SHARED = new HashMap<>();

    static {
        for (int code : NUMBERS.getSupportedCallingCodes()) {
            List<String> regions = NUMBERS.getRegionCodesForCountryCode(code);
            if (regions.size() == 1) {
                ONLY.put(Integer.toString(code), regions.get(0));
            } else {
                String prefix = NUMBERS.getNddPrefixForRegion(regions.get(0), true);
                SHARED.put(Integer.toString(code), prefix == null ? "0" : prefix);
            }
        }
    }

    /** Digits of the national number that tell the country: no rule looks at more of them. */
    private static final int TELLING = 7;

    /** Of all numbers that begin so, and are as long. */
    private record Known(String beginning, int length, String country) {

        boolean isOf(String international) {
            return international.length() == length && international.startsWith(beginning);
        }
    }

    /** What was asked for lately, by hash of the beginning: threads may overwrite each other's. */
    private static final Known[] LATELY = new Known[1 << 14];

    private NumberCountries() {}

    /** See {@link DialledNumber#country}. */
    static String of(String international) {
        // no calling code is the beginning of another one
        for (int digits = 1; digits <= LONGEST_CODE && digits < international.length(); digits++) {
            String code = international.substring(0, digits);
            String only = ONLY.get(code);
            if (only != null) {
                return only;
            }
            String prefix = SHARED.get(code);
            if (prefix != null) {
                return known(international, code, prefix);
            }
        }
        return ask(international);
    }

    private static String known(String international, String code, String prefix) {
        int telling = Math.min(international.length(), code.length() + TELLING);
        int hash = international.length();
        for (int i = 0; i < telling; i++) {
            hash = 31 * hash + international.charAt(i);
        }
        int place = (hash ^ hash >>> 16) & LATELY.length - 1;
        Known known = LATELY[place];
        if (known == null || !known.isOf(international)) {
            known =
                    new Known(
                            international.substring(0, telling),
                            international.length(),
                            shared(international, code, prefix));
            LATELY[place] = known;
        }
        return known.country;
    }

    /** A national prefix that was dialled all the same is for the parser. */
    private static String shared(String international, String code, String prefix) {
        String national = international.substring(code.length());
        if (national.startsWith("0") || national.startsWith(prefix)) {
            return ask(international);
        }
        return country(
                new PhoneNumber()
                        .setCountryCode(Integer.parseInt(code))
                        .setNationalNumber(Long.parseLong(national)));
    }

    static String ask(String international) {
        try {
            return country(NUMBERS.parse("+" + international, UNKNOWN));
        } catch (NumberParseException e) {
            return UNKNOWN;
        }
    }

    private static String country(PhoneNumber number) {
        String region = NUMBERS.getRegionCodeForNumber(number);
        return region != null
                ? region
                : NUMBERS.getRegionCodeForCountryCode(number.getCountryCode());
    }
}
