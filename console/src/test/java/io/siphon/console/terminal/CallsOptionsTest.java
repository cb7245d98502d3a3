package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.ConsoleStore;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallsOptionsTest {

    private static final int CALLS = 2_100;

    private static ConsoleStore store;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    @BeforeAll
    static void fill() throws Exception {
        store = new ConsoleStore();
        LocalDateTime start = LocalDateTime.parse("2026-03-01T10:00:00");
        for (int i = 0; i < CALLS; i++) {
            store.call("c" + i + "@x", start.plusSeconds(i / 3).toString());
        }
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
    }

    private List<String> lines(String... arguments) {
        out.reset();
        notes.reset();
        CommandLine.populateCommand(new CallsOptions(), arguments)
                .run(
                        store.address(),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(notes, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String[] arguments(String... more) {
        return Stream.concat(Stream.of("--format=csv", "--limit=5000"), Stream.of(more))
                .toArray(String[]::new);
    }

    private String said() {
        return notes.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void printsEachCallOnceThoughThereAreMoreThanAPageHas() {
        for (String[] order : new String[][] {{}, {"--oldest-first"}}) {
            List<String> lines = lines(arguments(order));

            assertThat(lines).hasSize(CALLS + 1).doesNotHaveDuplicates();
            assertThat(lines.get(0)).startsWith("call_id,");
            assertThat(said()).isEqualTo("siphon: all calls: 2100");
        }
    }

    @Test
    void printsNoMoreThanTheLimit() {
        assertThat(lines("--format=csv", "--limit=1500")).hasSize(1501);
        assertThat(said()).isEqualTo("siphon: all calls: 1500 and more; --limit prints more");
        assertThatThrownBy(() -> lines("--limit=0"))
                .isInstanceOf(ConsoleException.class)
                .hasMessage("--limit: must be more than 0, got 0");
    }

    @Test
    void jsonIsOneArrayAndATableHasOneHead() throws Exception {
        lines("--format=json", "--limit=5000");
        assertThat(new ObjectMapper().readTree(out.toByteArray())).hasSize(CALLS);
        lines("--format=json", "callid:none");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[]\n");

        assertThat(lines("--limit=5000"))
                .hasSize(CALLS + 1)
                .filteredOn(line -> line.startsWith("began"))
                .hasSize(1);
        assertThat(lines("callid:none")).hasSize(1);
    }
}
