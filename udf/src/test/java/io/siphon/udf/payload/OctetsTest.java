package io.siphon.udf.payload;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class OctetsTest {

    @Test
    void findsAnOctetAtEveryDistance() {
        for (int length = 0; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                byte[] octets = new byte[length + 20];
                Arrays.fill(octets, (byte) 0x8A);
                octets[10 + at] = '\n';
                Arrays.fill(octets, 10 + length, octets.length, (byte) '\n');
                Arrays.fill(octets, 0, 10, (byte) '\n');
                assertThat(Octets.indexOf(octets, 10, 10 + length, '\n')).isEqualTo(10 + at);
                assertThat(Octets.indexOf(octets, 11 + at, 10 + length, '\n'))
                        .isEqualTo(10 + length);
            }
        }
    }

    @Test
    void tellsNeighbouringOctetsApart() {
        byte[] octets = {9, 11, 9, 11, 0x0B, 0x09, -118, 11, 10, 0, 0, 0, 0, 0, 0, 0};

        assertThat(Octets.indexOf(octets, 0, octets.length, '\n')).isEqualTo(8);
    }

    @Test
    void readsUtf8WhereItIsValid() {
        assertThat(text("Öre 大停電".getBytes(UTF_8))).isEqualTo("Öre 大停電");
        assertThat(text("\uFFFD!".getBytes(UTF_8))).isEqualTo("\uFFFD!");
    }

    @Test
    void readsLatin1WhereUtf8IsNotValid() {
        assertThat(text("Jörg".getBytes(ISO_8859_1))).isEqualTo("Jörg");
    }

    @Test
    void readsNumbersOfAnySize() {
        assertThat(number("0")).isZero();
        assertThat(number("000000000000000000000042")).isEqualTo(42);
        assertThat(number("999999999999999999")).isEqualTo(999_999_999_999_999_999L);
        assertThat(number("9".repeat(5000))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesNothingButDigitsForANumber() {
        assertThat(number("")).isEqualTo(-1);
        assertThat(number("-1")).isEqualTo(-1);
        assertThat(number("1 2")).isEqualTo(-1);
        assertThat(number("0x10")).isEqualTo(-1);
    }

    private static String text(byte[] octets) {
        return Octets.text(octets, 0, octets.length);
    }

    private static long number(String digits) {
        return Octets.number(digits.getBytes(UTF_8), 0, digits.length());
    }
}
