package io.siphon.console.query;

import io.siphon.console.CsvText;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** CSV with a header, for spreadsheets; null is an empty cell, empty text is {@code ""}. */
final class CsvRows extends Rows {

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS).build();

    private final PrintStream out;
    private SequenceWriter rows;

    CsvRows(PrintStream out) {
        this.out = out;
    }

    @Override
    void begin(List<String> names) {
        CsvSchema.Builder schema = CsvSchema.builder();
        names.forEach(name -> schema.addColumn(CsvText.cell(name)));
        try {
            rows = CSV.writer(schema.build()).writeValues(out);
            rows.write(names.stream().map(CsvText::cell).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void add(List<Object> values) {
        values.replaceAll(value -> value instanceof String text ? CsvText.cell(text) : value);
        write(values);
    }

    private void write(List<?> row) {
        try {
            rows.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void end() {
        try {
            rows.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
