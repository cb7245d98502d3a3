package io.siphon.console.report;

import io.siphon.console.ConsoleException;
import io.siphon.console.store.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportOptionsTest {

    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");

    private static ReportRequest parse(String... arguments) {
        return CommandLine.populateCommand(new ReportOptions(), arguments).request(NOW);
    }

    private static Span span(String from, String to) {
        return Span.of(Instant.parse(from), Instant.parse(to));
    }

    @Test
    void reportsTheLastDay() {
        ReportRequest request = parse();

        assertThat(request.span()).isEqualTo(Span.of(NOW.minus(Duration.ofDays(1)), NOW));
        assertThat(request.zone().getId()).isEqualTo("UTC");
        assertThat(request.every()).isNull();
        assertThat(request.by()).isNull();
    }

    @Test
    void readsTimesInTheZone() {
        assertThat(
                        parse("--from=2026-11-01", "--to=2026-11-01T13:30", "--zone=Europe/Berlin")
                                .span())
                .isEqualTo(span("2026-10-31T23:00:00Z", "2026-11-01T12:30:00Z"));
        assertThat(parse("--from=2026-11-01T00:00Z", "--to=2026-11-02T00:00+02:00").span())
                .isEqualTo(span("2026-11-01T00:00:00Z", "2026-11-01T22:00:00Z"));
        assertThat(parse("--last=1h", "--to=2026-11-01T13:30").span())
                .isEqualTo(span("2026-11-01T12:30:00Z", "2026-11-01T13:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "--last=soon, '--last: got soon, expected a length of time like 30s, 15m, 24h, 7d or 2w'",
        "--from=monday, '--from: got monday, expected a time like 2026-11-01T13:00Z or 2026-11-01'",
        "--from=2027-01-01, '--from 2027-01-01T00:00:00Z is not before --to now'",
        "--zone=Mars, '--zone: got Mars, expected Europe/Berlin, UTC, +02:00 …'",
        "--every=0h, '--every: got 0h, expected a length of time like 30s, 15m, 24h, 7d or 2w'",
    })
    void refusesInOneSentence(String argument, String sentence) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(ConsoleException.class)
                .hasMessage(sentence);
    }

    @Test
    void refusesTwoBeginnings() {
        assertThatThrownBy(() -> parse("--last=1h", "--from=2026-11-01"))
                .hasMessage("--last and --from: expected one of them, got both");
    }
}
