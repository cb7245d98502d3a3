package io.siphon.job.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;

import static org.assertj.core.api.Assertions.assertThat;

/** Help, and what the command line refuses before anything starts. */
class MainTest {

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "backfill",
                "report",
                "query",
                "tail",
                "replay",
                "generate",
                "cluster"
            })
    void everyCommandHasHelp(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpAndVersionAreNoMistakes() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(execute()).isZero();
    }

    @Test
    void anUnknownCommandIsAMistake() {
        assertThat(execute("rnu")).isEqualTo(2);
        assertThat(err.toString()).contains("rnu");
    }

    @Test
    void aReportThatCannotBeIsOneSentence() {
        assertThat(execute("report", "--by=planet")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("siphon: --by: got planet"));
    }

    @Test
    void aClusterIsToldWhatToDo() {
        assertThat(execute("cluster")).isEqualTo(2);
        assertThat(err.toString()).startsWith("expected start, stop, status or snapshot");
        assertThat(execute("cluster", "start", "--taskmanagers=0")).isEqualTo(2);
        assertThat(err.toString()).contains("siphon: --taskmanagers: must be more than 0");
    }

    @Test
    void numbersThatCannotBeAreOneSentence() {
        assertThat(execute("generate", "--rate=0")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("siphon: --rate: must be more than 0, got 0.0");
    }

    @Test
    void aTargetThatIsNoneIsOneSentence() {
        assertThat(execute("generate", "--to=127.0.0.1:9060")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("udp://");
    }

    @Test
    void aCaptureThatIsNotThereIsOneSentence() {
        assertThat(execute("replay", "no-such-file.pcap")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("siphon: no-such-file.pcap: no such file, or not readable");
    }

    private int execute(String... arguments) {
        return Main.execute(new PrintWriter(err, true), arguments);
    }
}
