package io.siphon.schema;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class TextTest {

    private static final String ROCKET = "\uD83D\uDE80";

    @Test
    void replacesHalfACharacter() {
        assertThat(Text.fit("a\uD83D", true)).isEqualTo("a\uFFFD");
        assertThat(Text.fold("a\uD83D", 10)).isEqualTo("a\uFFFD");
    }

    @Test
    void foldsLongTextsSoThatTheyStayDifferent() {
        String text = "x".repeat(255);
        String shortened = Text.fold(text + "1", 255);
        assertThat(Text.fold(text, 255)).isEqualTo(text);
        assertThat(shortened).hasSize(255).isNotEqualTo(Text.fold(text + "2", 255));
        assertThat(Text.fold(shortened, 255)).isEqualTo(shortened);
    }

    @Test
    void knowsWhatTextHolds() {
        assertThat(Text.holds(utf8("a" + ROCKET + "\uFFFD"), false)).isTrue();
        assertThat(Text.holds(utf8("a\0"), false)).isFalse();
        assertThat(Text.holds(utf8("a\0"), true)).isTrue();
        assertThat(Text.holds(new byte[] {(byte) 0xC3}, true)).isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
