package io.siphon.sources.hep;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class HepContentTest {

    @Test
    void isTimedWhereTheVersionHasATime() {
        assertThat(timed("HEP3\0\6")).isTrue();
        assertThat(timed("\2\34\2\21")).isTrue();
        assertThat(timed("\37\213\10")).isTrue();

        assertThat(timed("\1\20\2\21")).isFalse();
        assertThat(timed("OPTIONS sip:proxy-1.example SIP/2.0\r\n")).isFalse();
        assertThat(timed("")).isFalse();
    }

    private static boolean timed(String octets) {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        return HepContent.isTimed(bytes, 0, bytes.length);
    }
}
