package io.siphon.sources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedTextTest {

    private static final int WIDTH = 40;

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u20ac", "\ud83d\ude00"})
    void noTextTakesMoreOctets(String unit) {
        for (int units = 0; units < 60; units++) {
            String text = unit.repeat(units);
            boolean fits = octets(text) <= WIDTH;

            String cut = BoundedText.cut(text, WIDTH);
            assertThat(octets(cut)).isLessThanOrEqualTo(WIDTH);
            assertThat(text).startsWith(cut);
            assertThat(cut.equals(text)).isEqualTo(fits);

            String id = BoundedText.id(text, WIDTH);
            assertThat(octets(id)).isLessThanOrEqualTo(WIDTH);
            assertThat(id.equals(text)).isEqualTo(fits);
        }
    }

    @Test
    void twoLongOnesStayTwo() {
        String common = "x".repeat(1_000);
        assertThat(BoundedText.id(common + 1, 255))
                .hasSize(255)
                .isEqualTo(BoundedText.id(common + 1, 255))
                .isNotEqualTo(BoundedText.id(common + 2, 255))
                .matches("x{238}~[0-9a-f]{16}");
    }

    @Test
    void halfASurrogatePairIsNoMore() {
        assertThat(BoundedText.cut("\ud83d".repeat(20), WIDTH)).hasSize(13);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
