package io.siphon.console.terminal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells under each other. */
final class TextGrid {

    private static final String GAP = "  ";

    private TextGrid() {}

    /**
     * @param rows of equal length, plain text
     * @param numbers indexes of the columns that go to the right
     */
    static String of(List<List<String>> rows, int... numbers) {
        Set<Integer> right = IntStream.of(numbers).boxed().collect(Collectors.toSet());
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - width(row.get(i)));
                line.append(i == 0 ? "" : GAP);
                line.append(right.contains(i) ? pad + row.get(i) : row.get(i) + pad);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
