package io.siphon.schema;

import org.junit.jupiter.api.Test;

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

    @Test
    void neverCutsThroughACharacter() {
        String rocket = "\uD83D\uDE80";

        assertThat(BoundedText.cut("ab" + rocket, 3)).isEqualTo("ab");
        assertThat(BoundedText.cut("ab" + rocket, 4)).isEqualTo("ab" + rocket);
        assertThat(BoundedText.cut("abc", 2)).isEqualTo("ab");
    }
}
