package io.siphon.console.flow;

import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class MessageDiffTest {

    private static String diff(String first, String second) {
        return MessageDiff.of(first, second).lines().stream()
                .map(line -> line.kind() + line.text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void namesLinesOfOneMessageAlone() {
        assertThat(diff("INVITE\r\nVia: 1\r\nTo: b\r\n", "INVITE\r\nVia: 2\r\nVia: 1\r\nTo: b"))
                .isEqualTo(" INVITE\n+Via: 2\n Via: 1\n To: b");
        assertThat(diff("a\nb\nc", "a\nc")).isEqualTo(" a\n-b\n c");
        assertThat(MessageDiff.of("a\nb", "c\nb").changes()).isEqualTo(2);
    }

    @Test
    void equalAndEmptyMessagesHaveNoChanges() {
        assertThat(MessageDiff.of("a\r\nb\r\n", "a\nb").changes()).isZero();
        assertThat(MessageDiff.of("", "").lines()).isEmpty();
    }

    @Test
    void aMessageOfAnyNumberOfLinesIsCut() {
        assertThat(MessageDiff.of("a\n".repeat(100_000), "b\n".repeat(100_000)).lines())
                .hasSize(800);
    }
}
