package io.siphon.console.report.format;

import io.siphon.console.report.Column;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/reports.md} says of every figure what the report itself says. */
class ReportsPageTest {

    @Test
    void definesEveryFigure() throws Exception {
        String page = Files.readString(Path.of("../docs/reports.md"));

        for (Column column : Column.ALL) {
            assertThat(page)
                    .contains(
                            "| `%s` | %s | %s |"
                                    .formatted(column.key(), column.unit(), column.meaning())
                                    .replace("|  |", "| |"));
        }
    }
}
