package io.siphon.job.sink.jdbc;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class CopyBufferTest {

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "sip:alice@example.org?subject=x, sip:alice@example.org?subject=x",
        "Grüße 🚀, Grüße 🚀",
        "a\\u0000b, a�b",
        "a\\ud83d, a�",
        "?\\ud83d?, ?�?"
    })
    void writesTextInUtf8WithoutWhatTextCannotHold(String escaped, String expected) {
        CopyBuffer buffer = new CopyBuffer();
        buffer.text(unescaped(escaped));
        buffer.integer(7);

        byte[] utf8 = expected.getBytes(StandardCharsets.UTF_8);
        ByteBuffer written = ByteBuffer.wrap(buffer.bytes(), 0, buffer.size());
        assertThat(written.getInt()).isEqualTo(utf8.length);
        byte[] text = new byte[utf8.length];
        written.get(text);
        assertThat(text).isEqualTo(utf8);
        assertThat(written.getInt()).isEqualTo(Integer.BYTES);
        assertThat(written.getInt()).isEqualTo(7);
        assertThat(written.hasRemaining()).isFalse();
    }

    /** JUnit's file is UTF-8, which has no half characters. */
    private static String unescaped(String text) {
        return text.replace("\\u0000", "\0").replace("\\ud83d", "\uD83D");
    }
}
