package io.siphon.console.report.format;

import io.siphon.schema.PlainText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What strangers named themselves reaches no reader as it was sent. */
class HostileNamesTest {

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void noReportHasACharacterThatMovesTheCursor(ReportFormat format) {
        String text = format.write(SampleReport.report());

        // uPlot's licence has tabs
        assertThat(text.replaceAll("[\\n\\t]", " "))
                .contains("=1+1")
                .doesNotContainPattern(PlainText.UNSAFE);
    }
}
