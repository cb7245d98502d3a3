package io.siphon.console.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * Two messages, line by line: the shortest way from one to the other.
 *
 * @param lines those of both, in order
 */
public record MessageDiff(List<Line> lines) {

    /** Beyond so many lines of one message the table would be large: the rest is left out. */
    private static final int MAX_LINES = 400;

    /**
     * @param kind blank for a line of both, {@code -} of the first alone, {@code +} of the second
     */
    public record Line(char kind, String text) {

        /** For a style sheet, and for those who cannot see it. */
        public String name() {
            return kind == '+' ? "added" : kind == '-' ? "removed" : "same";
        }
    }

    public static MessageDiff of(String first, String second) {
        return of(lines(first), lines(second));
    }

    private static List<String> lines(String message) {
        List<String> lines = message.stripTrailing().lines().toList();
        return lines.subList(0, Math.min(lines.size(), MAX_LINES));
    }

    private static MessageDiff of(List<String> first, List<String> second) {
        int[][] common = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                common[i][j] =
                        first.get(i).equals(second.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            boolean both = i < first.size() && j < second.size();
            if (both && first.get(i).equals(second.get(j))) {
                lines.add(new Line(' ', first.get(i++)));
                j++;
            } else if (j == second.size()
                    || i < first.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line('-', first.get(i++)));
            } else {
                lines.add(new Line('+', second.get(j++)));
            }
        }
        return new MessageDiff(List.copyOf(lines));
    }

    /** Lines of one message alone. */
    public long changes() {
        return lines.stream().filter(line -> line.kind() != ' ').count();
    }
}
