package io.siphon.console.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.joining;

/**
 * The columns of a ladder as a reader arranged them, short enough for a URL: {@code 3.1.-2} has the
 * third column first, then the first, and hides the second. Columns that it does not name follow: a
 * call that goes on may have more.
 *
 * @param entries numbers from 1 in order of appearance; negative: hidden
 */
public record ColumnOrder(List<Integer> entries) {

    /** Every column, in order of appearance. */
    public static final ColumnOrder NATURAL = new ColumnOrder(List.of());

    private static final String FORM = "-?[1-9][0-9]{0,3}(\\.-?[1-9][0-9]{0,3}){0,199}";

    /**
     * @param text null or empty for the natural order
     * @throws IllegalArgumentException with what is expected
     */
    public static ColumnOrder parse(String text) {
        if (text == null || text.isEmpty()) {
            return NATURAL;
        }
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("expected numbers of columns like 3.1.-2");
        }
        List<Integer> entries = new ArrayList<>();
        for (String entry : text.split("\\.")) {
            entries.add(Integer.valueOf(entry));
        }
        return new ColumnOrder(List.copyOf(entries));
    }

    /** Each column once. */
    public ColumnOrder of(int columns) {
        Map<Integer, Integer> ordered = new LinkedHashMap<>();
        for (int entry : entries) {
            if (Math.abs(entry) <= columns) {
                ordered.putIfAbsent(Math.abs(entry), entry);
            }
        }
        IntStream.rangeClosed(1, columns).forEach(i -> ordered.putIfAbsent(i, i));
        return new ColumnOrder(List.copyOf(ordered.values()));
    }

    /** A column one place to the left (-1) or right (1). */
    public ColumnOrder moved(int column, int by) {
        List<Integer> moved = new ArrayList<>(entries);
        int at = indexOf(column);
        int to = at + by;
        if (at >= 0 && to >= 0 && to < moved.size()) {
            Collections.swap(moved, at, to);
        }
        return new ColumnOrder(List.copyOf(moved));
    }

    /** A column hidden, or shown again. */
    public ColumnOrder toggled(int column) {
        return new ColumnOrder(
                entries.stream()
                        .map(e -> Math.abs(e) == column ? Integer.valueOf(-e) : e)
                        .toList());
    }

    private int indexOf(int column) {
        return Math.max(entries.indexOf(column), entries.indexOf(-column));
    }

    /** Empty when it is the natural order. */
    public String text() {
        boolean natural = IntStream.range(0, entries.size()).allMatch(i -> entries.get(i) == i + 1);
        return natural ? "" : entries.stream().map(String::valueOf).collect(joining("."));
    }

    /** The flow with its columns in this order; messages from or to a hidden one are left out. */
    public Flow arrange(Flow flow) {
        if (entries.isEmpty()) {
            return flow;
        }
        int size = flow.columns().size();
        int[] places = new int[size];
        List<Column> columns = new ArrayList<>();
        for (int entry : of(size).entries()) {
            places[Math.abs(entry) - 1] = entry < 0 ? -1 : columns.size();
            if (entry > 0) {
                columns.add(flow.columns().get(entry - 1));
            }
        }
        List<Arrow> arrows =
                flow.arrows().stream()
                        .filter(arrow -> places[arrow.from()] >= 0 && places[arrow.to()] >= 0)
                        .map(arrow -> arrow.between(places[arrow.from()], places[arrow.to()]))
                        .toList();
        return flow.with(List.copyOf(columns), arrows);
    }
}
