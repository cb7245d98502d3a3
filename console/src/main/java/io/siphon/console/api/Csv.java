package io.siphon.console.api;

import io.siphon.console.CsvText;
import io.siphon.schema.Column;
import io.siphon.schema.Table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;

import java.util.ArrayList;
import java.util.List;

/** Rows as CSV (RFC 4180), the names of the columns first; no cell is a formula. */
public final class Csv {

    private Csv() {}

    public static <T> String rows(Table<T> table, List<T> rows) {
        return header(table) + lines(table, rows);
    }

    /** The names of the columns. */
    public static String header(Table<?> table) {
        List<Object> names = new ArrayList<>();
        table.columns().stream().map(Column::name).forEach(names::add);
        return line(new CsvMapper(), names);
    }

    /** Rows without the names of their columns. */
    public static <T> String lines(Table<T> table, List<T> rows) {
        CsvMapper csv = new CsvMapper();
        StringBuilder text = new StringBuilder();
        for (T row : rows) {
            List<Object> values = new ArrayList<>(Json.row(table, row).values());
            values.replaceAll(value -> value instanceof String t ? CsvText.cell(t) : value);
            text.append(line(csv, values));
        }
        return text.toString();
    }

    private static String line(CsvMapper csv, List<Object> values) {
        try {
            return csv.writer(csv.schemaFor(List.class)).writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
