package io.siphon.console.report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LengthsTest {

    @Test
    void readsWhatPeopleWrite() {
        assertThat(Lengths.parse("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Lengths.parse("15m")).isEqualTo(Duration.ofMinutes(15));
        assertThat(Lengths.parse("5 min")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Lengths.parse("24h")).isEqualTo(Duration.ofDays(1));
        assertThat(Lengths.parse("2w")).isEqualTo(Duration.ofDays(14));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0h", "-1h", "1.5h", "h", "1y", "99999999d"})
    void refusesWhatIsNoLength(String text) {
        assertThatThrownBy(() -> Lengths.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a length of time");
    }

    @Test
    void writesTheTwoLargestUnits() {
        assertThat(Lengths.text(Duration.ofSeconds(90_061))).isEqualTo("1 d 1 h");
        assertThat(Lengths.text(Duration.ofSeconds(90))).isEqualTo("1 min 30 s");
        assertThat(Lengths.text(0)).isEqualTo("0 s");
        assertThat(Lengths.text(250_000)).isEqualTo("250 ms");
    }
}
