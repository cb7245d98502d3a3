package io.siphon.job;

import io.siphon.schema.PlainText;

import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code flink-conf/log4j.properties}: what strangers sent cannot forge the log. */
class LogLayoutTest {

    private static final Path PROPERTIES = Path.of("../flink-conf/log4j.properties");

    private static final String HOSTILE =
            "a\u001b[2J\u009b31m\r\n2026-01-01T00:00:00.000Z ERROR x - forged\u0085\u2028\u202e%n${sys:user.home}";

    @Test
    void aMessageIsOneLine(@TempDir Path folder) throws IOException {
        List<String> lines = logged(folder, logger -> logger.warn("node {}", HOSTILE));

        assertThat(lines)
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z WARN  i\\.s\\.Test - node .*")
                .endsWith(PlainText.line(HOSTILE));
    }

    @Test
    void linesOfAnExceptionAreIndented(@TempDir Path folder) throws IOException {
        Exception error = new IOException("x " + HOSTILE, new IllegalStateException(HOSTILE));
        List<String> lines =
                logged(
                        folder,
                        logger -> {
                            logger.warn("failed", error);
                            logger.warn("next");
                        });

        assertThat(lines.get(0)).endsWith(" - failed");
        assertThat(lines.get(1)).startsWith("java.io.IOException: x a�[2J�31m�");
        assertThat(lines.get(lines.size() - 1)).endsWith(" - next");
        assertThat(lines.subList(2, lines.size() - 1))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line).startsWith("  "))
                .anySatisfy(line -> assertThat(line).startsWith("  \tat io.siphon.job.LogLayout"))
                .anySatisfy(line -> assertThat(line).contains("ERROR x - forged�"));
        assertThat(String.join("", lines).replace("\t", ""))
                .doesNotContainPattern(PlainText.UNSAFE);
    }

    @Test
    void itIsItsOwnersAlone(@TempDir Path folder) throws IOException {
        logged(folder, logger -> logger.warn("x"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("test.log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private interface Work {
        void log(Logger logger);
    }

    private static List<String> logged(Path folder, Work work) throws IOException {
        Path file = folder.resolve("test.log");
        String before = System.setProperty("log.file", file.toString());
        LoggerContext context = new LoggerContext("test", null, PROPERTIES.toUri());
        try {
            context.start();
            work.log(context.getLogger("io.siphon.Test"));
        } finally {
            context.stop();
            if (before == null) {
                System.clearProperty("log.file");
            } else {
                System.setProperty("log.file", before);
            }
        }
        return Files.readAllLines(file);
    }
}
