package io.siphon.console.search;

import io.siphon.schema.EpochMicros;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeRangeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static TimeRange of(String last, String from, String to) {
        return TimeRange.of(last, from, to, ZoneOffset.UTC, NOW);
    }

    private static long micros(String instant) {
        return EpochMicros.of(Instant.parse(instant));
    }

    @Test
    void lastIsFromNowBack() {
        TimeRange range = of("2h", null, null);

        assertThat(range.fromMicros()).isEqualTo(micros("2026-03-01T10:00:00Z"));
        assertThat(range.toMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(range.words()).isEqualTo("in the last 2 h");
    }

    @Test
    void takesDatesTimesZonesEpochsAndTimesAgo() {
        assertThat(of("", "2026-03-01", "2026-03-01 10:30").words())
                .isEqualTo("from 2026-03-01 00:00:00 to 2026-03-01 10:30:00");
        assertThat(of("", "2026-03-01T10:00+02:00", "").fromMicros())
                .isEqualTo(micros("2026-03-01T08:00:00Z"));
        assertThat(of("", "1772359200", "1772359200001").fromMicros())
                .isEqualTo(micros("2026-03-01T10:00:00Z"));
        assertThat(of("", "-90m", "now").toMicros()).isEqualTo(micros("2026-03-01T12:00:00Z"));
        assertThat(
                        TimeRange.of("", "2026-03-01T10:00", "", ZoneId.of("Europe/Berlin"), NOW)
                                .fromMicros())
                .isEqualTo(micros("2026-03-01T09:00:00Z"));
    }

    @Test
    void aPlusThatCameThroughAUrlIsABlank() {
        for (String given :
                new String[] {
                    "2026-03-01T10:00:00 02:00",
                    "2026-03-01 10:00:00 02:00",
                    "2026-03-01 10:00+02:00"
                }) {
            assertThat(of("", given, "").fromMicros())
                    .as(given)
                    .isEqualTo(micros("2026-03-01T08:00:00Z"));
        }
    }

    @Test
    void withoutTimesItIsAlways() {
        assertThat(of(null, null, " ").isAlways()).isTrue();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> of("soon", "", ""))
                .hasMessage("last: got soon, expected a time like 15m, 2h or 7d");
        assertThatThrownBy(() -> of("", "yesterday", ""))
                .hasMessageStartingWith("from: got yesterday, expected a time like");
        assertThatThrownBy(() -> of("", "2026-03-02", "2026-03-01"))
                .hasMessage("from must be before to, got 2026-03-02 and 2026-03-01");
    }

    @Test
    void yearsThatNoDatabaseKnowsAreBounded() {
        assertThat(of("999999w", "", "").fromMicros()).isZero();
        assertThat(of("", "", "+999999999-01-01T00:00").toMicros())
                .isEqualTo(micros("9999-01-01T00:00:00Z"));
    }
}
