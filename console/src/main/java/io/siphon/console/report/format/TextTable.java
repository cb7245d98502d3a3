package io.siphon.console.report.format;

import io.siphon.schema.PlainText;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of cells under each other: the first columns to the left, those of numbers to the right.
 */
final class TextTable {

    private static final String GAP = "  ";

    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param textColumns how many columns, from the first on, are no numbers
     */
    TextTable(int textColumns) {
        this.textColumns = textColumns;
    }

    TextTable row(List<String> cells) {
        rows.add(cells.stream().map(PlainText::line).toList());
        return this;
    }

    TextTable row(String... cells) {
        return row(List.of(cells));
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = width(row.get(i));
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(GAP);
            for (int i = 0; i < row.size(); i++) {
                String pad = " ".repeat(widths.get(i) - width(row.get(i)));
                line.append(i == 0 ? "" : GAP)
                        .append(i < textColumns ? row.get(i) + pad : pad + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
