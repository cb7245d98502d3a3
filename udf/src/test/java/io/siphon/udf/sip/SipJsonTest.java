package io.siphon.udf.sip;

import io.siphon.udf.payload.PayloadException;

import org.junit.jupiter.api.Test;

import java.nio.charset.Charset;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SipJsonTest {

    @Test
    void unwrapsWhatOpensipsSends() throws Exception {
        byte[] wrapped =
                "{\n\t\"payload\":\t\"INVITE sip:a SIP/2.0\\r\\nCall-ID: \\\"1\\\"\\r\\n\\r\\n\"\n}"
                        .getBytes(UTF_8);

        assertThat(SipJson.isWrapped(wrapped)).isTrue();
        assertThat(new String(SipJson.unwrap(wrapped), UTF_8))
                .isEqualTo("INVITE sip:a SIP/2.0\r\nCall-ID: \"1\"\r\n\r\n");
    }

    @Test
    void keepsTheOctetsOfItsText() throws Exception {
        for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
            byte[] wrapped = "{\"other\":{\"payload\":1},\"payload\":\"Größe\"}".getBytes(charset);
            assertThat(SipJson.unwrap(wrapped)).isEqualTo("Größe".getBytes(charset));
        }
    }

    @Test
    void tellsSipFromJson() {
        assertThat(SipJson.isWrapped("INVITE sip:a SIP/2.0\r\n\r\n".getBytes(UTF_8))).isFalse();
        assertThat(SipJson.isWrapped(new byte[0])).isFalse();
    }

    @Test
    void refusesJsonWithoutSip() {
        assertRefused("{\"Event\":\"NOTICE\",\"text\":\"...\"}", "json-without-sip");
        assertRefused("{\"payload\":null}", "json-without-sip");
        assertRefused("{\"payload\":\"INVITE", "bad-json");
    }

    private static void assertRefused(String text, String reason) {
        assertThatExceptionOfType(PayloadException.class)
                .as(text)
                .isThrownBy(() -> SipJson.unwrap(text.getBytes(UTF_8)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
