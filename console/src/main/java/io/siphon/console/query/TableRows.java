package io.siphon.console.query;

import io.siphon.schema.PlainText;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: one line a row, numbers to the right. */
final class TableRows extends Rows {

    private static final String GAP = "  ";

    /** Where a message of the wire has a line end. */
    private static final String LINE_END = "⏎";

    /** As wide as what these rows need; what comes later and is wider stands out. */
    private static final int MEASURED_ROWS = 1000;

    private final PrintStream out;
    private final List<List<Object>> waiting = new ArrayList<>();
    private List<String> names;
    private int[] widths;
    private boolean[] numbers;
    private long count;

    TableRows(PrintStream out) {
        this.out = out;
    }

    @Override
    void begin(List<String> columns) {
        names = columns.stream().map(PlainText::line).toList();
    }

    @Override
    void add(List<Object> values) {
        count++;
        if (widths != null) {
            print(values);
            return;
        }
        waiting.add(values);
        if (waiting.size() == MEASURED_ROWS) {
            printWaiting();
        }
    }

    @Override
    void end() {
        if (widths == null) {
            printWaiting();
        }
        out.println("(" + count + (count == 1 ? " row)" : " rows)"));
    }

    private void printWaiting() {
        widths = names.stream().mapToInt(TableRows::width).toArray();
        numbers = new boolean[widths.length];
        for (List<Object> row : waiting) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(cell(row.get(i))));
                numbers[i] |= row.get(i) instanceof Number;
            }
        }
        print(new ArrayList<>(names));
        waiting.forEach(this::print);
        waiting.clear();
    }

    private void print(List<Object> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cell(row.get(i));
            String pad = " ".repeat(Math.max(0, widths[i] - width(cell)));
            line.append(i == 0 ? "" : GAP).append(numbers[i] ? pad + cell : cell + pad);
        }
        out.println(line.toString().stripTrailing());
    }

    private static String cell(Object value) {
        return value == null ? "NULL" : PlainText.line(value.toString().replace("\r\n", LINE_END));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
