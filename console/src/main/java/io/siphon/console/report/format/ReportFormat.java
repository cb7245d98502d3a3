package io.siphon.console.report.format;

import io.siphon.console.report.Report;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** Output formats of {@code siphon report}. */
public enum ReportFormat {
    TEXT(TextReport::write),
    HTML(HtmlReport::write),
    JSON(JsonReport::write),
    CSV(CsvReport::write);

    private final Function<Report, String> writer;

    ReportFormat(Function<Report, String> writer) {
        this.writer = writer;
    }

    /** The whole report, lines ending in a line feed. */
    public String write(Report report) {
        return writer.apply(report);
    }

    /**
     * @throws IllegalArgumentException when it is unknown
     */
    public static ReportFormat parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "got " + text + ", expected text, html, json or csv"));
    }
}
