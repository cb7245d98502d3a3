package io.siphon.schema;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTest {

    /** Escape sequences in 7 and 8 bits, all line ends, bidirectional overrides, tags. */
    private static final String HOSTILE =
            "a\u001b]0;t\u0007b\u009b31mc\rd\ne\u0085f\u2028g\u2029h\u202ei\u2066j\u200bk\u007fl\tm\u0000n\ufeffo"
                    + new String(Character.toChars(0xE0041));

    @Test
    void aLineIsOneLineAndMovesNoCursor() {
        assertThat(PlainText.line(HOSTILE)).isEqualTo("a�]0;t�b�31mc�d�e�f�g�h�i�j�k�l�m�n�o�");
    }

    @Test
    void noCharacterOfTheseCategoriesIsLeft() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(PlainTextTest::isUnsafe)
                .forEach(
                        c -> {
                            String text = "a" + Character.toString(c) + "b";
                            assertThat(PlainText.line(text)).isEqualTo("a�b");
                            assertThat(PlainText.json(text))
                                    .isEqualTo(c == '\n' ? text : PlainText.json(text))
                                    .matches(c == '\n' ? "a\nb" : "a(\\\\u[0-9a-f]{4}){1,2}b");
                        });
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    @Test
    void linesOfTheWireStayLines() {
        assertThat(PlainText.lines("BYE\r\nTo: \u001b[2J\rx\u0085y\n"))
                .isEqualTo("BYE\nTo: �[2J�x�y\n");
    }

    @Test
    void whatPeopleWriteStays() {
        String text = "Zoë 李 \uD83D\uDE00 1\u202f234 – ±0";
        assertThat(PlainText.line(text)).isEqualTo(text);
        assertThat(PlainText.lines(text)).isEqualTo(text);
        assertThat(PlainText.json(text)).isEqualTo(text);
    }
}
