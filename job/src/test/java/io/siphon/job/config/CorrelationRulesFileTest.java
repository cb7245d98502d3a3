package io.siphon.job.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class CorrelationRulesFileTest {

    @TempDir Path folder;

    @Test
    void namesEachLineThatIsNoRule() throws Exception {
        Path file = folder.resolve("legs.rules");
        Files.writeString(
                file,
                """
                # of our SBC
                sbc header=X-Leg regex=^([^;]+)

                pbx call-id-suffix=-b score=11
                pbx callid=x
                """);

        CorrelationRulesFile read = CorrelationRulesFile.read(file);

        assertThat(read.rules()).hasSize(1);
        assertThat(read.mistakes())
                .containsExactly(
                        file + ", line 4: expected a score of 0.01 to 1, got 11",
                        file
                                + ", line 5: expected header, call-id, call-id-prefix,"
                                + " call-id-suffix, regex, from, to, score, got callid=x");
    }

    @Test
    void saysThatThereIsNoFile() {
        Path file = folder.resolve("none");
        assertThat(CorrelationRulesFile.read(file).mistakes())
                .containsExactly(
                        "cannot read "
                                + file
                                + ": expected a text file of rules, got"
                                + " java.nio.file.NoSuchFileException: "
                                + file);
    }
}
