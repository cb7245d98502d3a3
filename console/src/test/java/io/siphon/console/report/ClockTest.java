package io.siphon.console.report;

import io.siphon.console.store.Span;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;

import static org.assertj.core.api.Assertions.assertThat;

class ClockTest {

    private static final Instant SUMMER = Instant.parse("2026-07-01T22:30:00Z");

    @Test
    void namesItsZone() {
        assertThat(name("UTC")).isEqualTo("UTC");
        assertThat(name("Z")).isEqualTo("UTC");
        assertThat(name("-03:30")).isEqualTo("UTC-03:30");
        assertThat(name("Europe/Berlin")).isEqualTo("Europe/Berlin (UTC+02:00)");
        assertThat(name("Europe/London")).isEqualTo("Europe/London (UTC+01:00)");
    }

    @Test
    void showsTheDayOnceWhereItIsOne() {
        Clock berlin = new Clock(ZoneId.of("Europe/Berlin"));

        assertThat(berlin.show(Span.of(SUMMER, SUMMER.plusSeconds(3600))))
                .isEqualTo("2026-07-02 00:30 – 01:30");
        assertThat(berlin.show(Span.of(SUMMER.minusSeconds(3600), SUMMER.plusSeconds(5))))
                .isEqualTo("2026-07-01 23:30 – 2026-07-02 00:30:05");
    }

    private static String name(String zone) {
        return new Clock(ZoneId.of(zone)).name(SUMMER);
    }
}
