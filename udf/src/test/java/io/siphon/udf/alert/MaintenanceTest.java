package io.siphon.udf.alert;

import io.siphon.schema.EpochMicros;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Times in which alerts are expected. */
class MaintenanceTest {

    private static final String NIGHT = "2026-03-01T22:00:00Z 2026-03-02T02:00:00Z ";

    @ParameterizedTest
    @CsvSource({
        "carrier-*, 22:00, true",
        "carrier-a, 21:59, false",
        "carrier-a, 22:01, true",
        "*, 22:30, true",
        "'* proxy1', 22:30, true",
        "'* proxy2', 22:30, false",
        "carrier, 22:30, false",
        "\\Ecarrier-a, 22:30, false"
    })
    void coversItsSubjectsNodesAndTimes(String patterns, String time, boolean covered) {
        assertThat(MaintenanceWindows.parse(List.of(NIGHT + patterns)).covers(at(time)))
                .isEqualTo(covered);
    }

    private static Finding at(String time) {
        long start = EpochMicros.of(Instant.parse("2026-03-01T" + time + ":00Z"));
        return new Finding(
                "d",
                Severity.WARNING,
                "proxy1",
                "carrier-a",
                start,
                start + 60_000_000,
                1,
                1,
                1,
                "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T22:00:00Z",
                "yesterday 2026-03-01T22:00:00Z *",
                "2026-03-02T02:00:00Z 2026-03-01T22:00:00Z *",
                "2026-03-01T22:00:00Z 2026-03-02T02:00:00Z a b c",
                "-999999999-01-01T00:00:00Z +999999999-01-01T00:00:00Z *"
            })
    void aLineThatIsNoneIsNamed(String line) {
        assertThatThrownBy(() -> MaintenanceWindows.parse(List.of("# night", "", line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 3: expected ");
    }

    @Test
    void theFileIsReadAgainWhenItChangesAndAMistakeChangesNothing(@TempDir Path folder)
            throws Exception {
        Path path = folder.resolve("windows");
        Files.writeString(path, NIGHT + "carrier-b");
        AtomicLong nanos = new AtomicLong();
        MaintenanceFile file = new MaintenanceFile(path.toString(), nanos::get);
        assertThat(file.windows().covers(at("22:30"))).isFalse();

        change(path, NIGHT + "carrier-a", 1);
        assertThat(file.windows().covers(at("22:30"))).isFalse();
        nanos.addAndGet(6_000_000_000L);
        assertThat(file.windows().covers(at("22:30"))).isTrue();

        change(path, "nonsense", 2);
        nanos.addAndGet(6_000_000_000L);
        assertThat(file.windows().covers(at("22:30"))).isTrue();

        Files.delete(path);
        nanos.addAndGet(6_000_000_000L);
        assertThat(file.windows().covers(at("22:30"))).isTrue();
    }

    private static void change(Path path, String text, long second) throws Exception {
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(second)));
    }
}
