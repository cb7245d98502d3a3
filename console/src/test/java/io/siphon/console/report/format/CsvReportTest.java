package io.siphon.console.report.format;

import io.siphon.console.report.Column;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class CsvReportTest {

    private final List<String> lines =
            ReportFormat.CSV.write(SampleReport.report()).lines().toList();

    @Test
    void isOneTableWithAHeader() {
        assertThat(lines.get(0))
                .isEqualTo(
                        "from,to,group,"
                                + Column.ALL.stream()
                                        .map(Column::key)
                                        .collect(Collectors.joining(",")));
        assertThat(lines).hasSize(1 + 2 * 3);
        assertThat(lines.get(1))
                .startsWith(
                        "\"2026-11-01T11:00:00+01:00\",\"2026-11-01T12:00:00+01:00\",carrier-a,30,20,66.66666666666667,");
    }

    @Test
    void givesSpreadsheetsNoFormula() {
        assertThat(lines.get(3)).contains("\"'=1+1����\"").doesNotContain("\"=1");
    }
}
