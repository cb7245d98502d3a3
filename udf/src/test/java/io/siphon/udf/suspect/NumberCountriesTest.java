package io.siphon.udf.suspect;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class NumberCountriesTest {

    private final Random random = new Random(61);

    /** Of every calling code there is, and of those that there are not. */
    @Test
    void isWhatLibphonenumberSays() {
        for (int code = 1; code < 1000; code++) {
            for (int i = 0; i < 20; i++) {
                assertIsWhatLibphonenumberSays(code + digits(6 + random.nextInt(7)));
            }
        }
    }

    @Test
    void isWhatLibphonenumberSaysOfNumbersThatThereAre() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        for (String region : numbers.getSupportedRegions()) {
            PhoneNumber number = numbers.getExampleNumber(region);
            assertIsWhatLibphonenumberSays(
                    number.getCountryCode() + "" + number.getNationalNumber());
        }
    }

    /** The country is remembered by the beginning of a number: its end must not matter. */
    @Test
    void isWhatLibphonenumberSaysOfNumbersThatBeginAlike() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        for (String region : numbers.getSupportedRegions()) {
            PhoneNumber number = numbers.getExampleNumber(region);
            String example = number.getCountryCode() + "" + number.getNationalNumber();
            for (int kept = 3; kept < example.length(); kept++) {
                String beginning = example.substring(0, kept);
                for (int i = 0; i < 10; i++) {
                    assertIsWhatLibphonenumberSays(beginning + digits(example.length() - kept));
                }
            }
        }
    }

    /** Twice: the second time it may be remembered. */
    private static void assertIsWhatLibphonenumberSays(String international) {
        String expected = NumberCountries.ask(international);
        assertThat(NumberCountries.of(international)).as(international).isEqualTo(expected);
        assertThat(NumberCountries.of(international)).as(international).isEqualTo(expected);
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    @Test
    void hasANameWhereThereIsACountry() {
        assertThat(DialledNumber.country("999123456789")).isEqualTo("ZZ");
        assertThat(DialledNumber.country("12025550123")).isEqualTo("US");
        assertThat(DialledNumber.name("CU")).isEqualTo("Cuba");
        assertThat(DialledNumber.name("001")).isEqualTo("international networks");
    }
}
