package io.siphon.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedTextTest {

    private static final String LONG = "L".repeat(300) + "@a.example";

    @Test
    void leavesWhatFits() {
        String full = "x".repeat(255);

        assertThat(BoundedText.of(full, 255)).isSameAs(full);
        assertThat(BoundedText.id("a~0123456789abcdef0123456789abcdef"))
                .isEqualTo("a~0123456789abcdef0123456789abcdef");
        assertThat(BoundedText.id(null)).isNull();
    }

    @Test
    void tellsLongTextsApartByTheirHash() {
        assertThat(BoundedText.id(LONG))
                .hasSize(255)
                .startsWith("L".repeat(222) + "~")
                .isEqualTo(BoundedText.id(LONG))
                .isNotEqualTo(BoundedText.id(LONG + "1"));
    }

    @Test
    void nobodyCanSendWhatAnotherIsShortenedTo() {
        String victim = BoundedText.id(LONG);

        assertThat(BoundedText.id(victim)).hasSize(255).isNotEqualTo(victim);
        assertThat(BoundedText.id(BoundedText.id(victim)))
                .isNotEqualTo(victim)
                .isNotEqualTo(BoundedText.id(victim));
    }

    @Test
    void norWhereASurrogatePairMakesItOneShorter() {
        String text = "x".repeat(221) + "\uD83D\uDE00" + "y".repeat(60);
        String victim = BoundedText.id(text);

        assertThat(victim).hasSize(254).startsWith("x".repeat(221) + "~");
        assertThat(BoundedText.id(victim)).isNotEqualTo(victim);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u20ac", "\ud83d\ude00"})
    void noTextTakesMoreOctets(String unit) {
        for (int units = 0; units < 60; units++) {
            String text = unit.repeat(units);
            boolean fits = octets(text) <= 40;

            String cut = BoundedText.cut(text, 40);
            assertThat(octets(cut)).isLessThanOrEqualTo(40);
            assertThat(text).startsWith(cut);
            assertThat(cut.equals(text)).isEqualTo(fits);

            String id = BoundedText.of(text, 40);
            assertThat(octets(id)).isLessThanOrEqualTo(40);
            assertThat(id.equals(text)).isEqualTo(fits);
            assertThat(BoundedText.of(id, 40).equals(id)).isEqualTo(fits);
        }
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void neverCutsThroughACharacter() {
        String rocket = "\uD83D\uDE80";

        assertThat(BoundedText.cut("ab" + rocket, 5)).isEqualTo("ab");
        assertThat(BoundedText.cut("ab" + rocket, 6)).isEqualTo("ab" + rocket);
        assertThat(BoundedText.cut("abc", 2)).isEqualTo("ab");
    }
}
