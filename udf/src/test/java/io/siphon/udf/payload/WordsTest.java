package io.siphon.udf.payload;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class WordsTest {

    private final Words words = Words.of("INVITE", "ACK", "BYE", "");

    @Test
    void givesTheSameTextForAKnownWord() {
        assertThat(text("INVITE")).isSameAs(text("INVITE"));
    }

    @Test
    void readsUnknownWordsToo() {
        assertThat(text("AXK")).isEqualTo("AXK");
        assertThat(text("invite")).isEqualTo("invite");
        assertThat(text("")).isEmpty();
    }

    private String text(String word) {
        byte[] octets = ("<" + word + ">").getBytes(US_ASCII);
        return words.text(octets, 1, octets.length - 1);
    }
}
