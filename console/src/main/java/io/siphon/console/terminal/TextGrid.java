package io.siphon.console.terminal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells under each other. */
final class TextGrid {

    private static final String GAP = "  ";

    private final Set<Integer> right;
    private int[] widths = new int[0];

    /**
     * @param numbers indexes of the columns that go to the right
     */
    TextGrid(int... numbers) {
        right = IntStream.of(numbers).boxed().collect(Collectors.toSet());
    }

    /**
     * All rows at once.
     *
     * @param rows of equal length, plain text
     * @param numbers indexes of the columns that go to the right
     */
    static String of(List<List<String>> rows, int... numbers) {
        return new TextGrid(numbers).next(rows);
    }

    /**
     * More rows, under those before: columns get wider, and never narrower.
     *
     * @param rows of equal length, plain text
     */
    String next(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            widths = widths.length == 0 ? new int[row.size()] : widths;
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
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
