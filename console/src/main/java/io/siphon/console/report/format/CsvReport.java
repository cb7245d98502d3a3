package io.siphon.console.report.format;

import io.siphon.console.CsvText;
import io.siphon.console.report.Column;
import io.siphon.console.report.Figures;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.Group;
import io.siphon.console.store.Span;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as one table, with a header, for spreadsheets: a line for each slice and group. Times
 * are in the report's zone, with its offset.
 */
final class CsvReport {

    private static final String ALL = "all";

    private final Report report;
    private final List<List<Object>> rows = new ArrayList<>();

    private CsvReport(Report report) {
        this.report = report;
    }

    static String write(Report report) {
        return new CsvReport(report).write();
    }

    private String write() {
        CsvSchema.Builder schema = CsvSchema.builder();
        List.of("from", "to", "group").forEach(schema::addColumn);
        Column.ALL.forEach(column -> schema.addColumn(column.key()));
        if (!report.everyAsked()) {
            add(report.span(), -1);
        }
        for (int i = 0; report.everyAsked() && i < report.slices().size(); i++) {
            add(report.slices().get(i).span(), i);
        }
        try {
            return new CsvMapper()
                    .writer(schema.setUseHeader(true).build())
                    .writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param slice -1 for the whole
     */
    private void add(Span span, int slice) {
        if (report.by() == null) {
            add(span, ALL, slice < 0 ? report.total() : report.slices().get(slice).figures());
        }
        for (Group group : report.groups()) {
            add(
                    span,
                    group.name(),
                    slice < 0 ? group.figures() : group.slices().get(slice).figures());
        }
    }

    private void add(Span span, String group, Figures figures) {
        List<Object> row = new ArrayList<>();
        row.add(time(span.from()));
        row.add(time(span.to()));
        row.add(CsvText.cell(group));
        for (Column column : Column.ALL) {
            Double value = column.value().apply(figures);
            row.add(value != null && column.isCount() ? (Object) value.longValue() : value);
        }
        rows.add(row);
    }

    private String time(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(report.zone()));
    }
}
