package io.siphon.console.report.format;

import io.siphon.console.report.Column;
import io.siphon.console.report.Figures;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.Group;
import io.siphon.console.report.Report.Slice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A table of many lines. All figures beside each other would be wider than a screen: calls,
 * registrations and each kind of media have their own, where there is something of them.
 *
 * @param title {@code calls}, {@code RTCP}
 */
record Part(String title, List<Column> columns, List<Line> lines) {

    static final String CALLS = "calls";

    private static final String REGISTRATIONS = "registrations";

    /**
     * @param names what the line is of: a time, a group, or both
     */
    record Line(List<String> names, Figures figures) {

        List<String> cells(List<Column> columns) {
            return columns.stream().map(column -> column.show(figures)).toList();
        }

        private boolean says(List<Column> columns) {
            return columns.stream()
                    .map(column -> column.value().apply(figures))
                    .anyMatch(value -> value != null && value != 0);
        }
    }

    /** A line a group. */
    static List<Part> ofGroups(Report report) {
        return parts(
                report,
                report.groups().stream()
                        .map(group -> new Line(List.of(group.name()), group.figures()))
                        .toList(),
                false);
    }

    /**
     * A line a slice, or one for each group of it.
     *
     * @param from how a slice is named
     */
    static List<Part> ofSlices(Report report, Function<Slice, String> from) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < report.slices().size(); i++) {
            Slice slice = report.slices().get(i);
            if (report.by() == null) {
                lines.add(new Line(List.of(from.apply(slice)), slice.figures()));
            }
            for (Group group : report.groups()) {
                lines.add(
                        new Line(
                                List.of(from.apply(slice), group.name()),
                                group.slices().get(i).figures()));
            }
        }
        return parts(report, lines, report.by() == null);
    }

    /**
     * @param allCalls also lines of times without a call
     */
    private static List<Part> parts(Report report, List<Line> lines, boolean allCalls) {
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        Column.of(report).stream()
                .filter(Column::isOfTables)
                .forEach(
                        column ->
                                columns.computeIfAbsent(title(column), title -> new ArrayList<>())
                                        .add(column));
        List<Part> parts = new ArrayList<>();
        columns.forEach(
                (title, own) -> {
                    List<Line> said =
                            allCalls && title.equals(CALLS)
                                    ? lines
                                    : lines.stream().filter(line -> line.says(own)).toList();
                    if (!said.isEmpty()) {
                        parts.add(new Part(title, isOfMedia(title) ? known(own, said) : own, said));
                    }
                });
        return parts;
    }

    private static String title(Column column) {
        if (Column.CALLS.contains(column)) {
            return CALLS;
        }
        return Column.REGISTRATIONS.contains(column) ? REGISTRATIONS : column.title().split(" ")[0];
    }

    /** Whether a metric has several columns, under its name. */
    boolean isOfMedia() {
        return isOfMedia(title);
    }

    private static boolean isOfMedia(String title) {
        return !title.equals(CALLS) && !title.equals(REGISTRATIONS);
    }

    /** Of media: the metrics with the number of columns under each, from left to right. */
    Map<String, Integer> metrics() {
        Map<String, Integer> metrics = new LinkedHashMap<>();
        if (isOfMedia()) {
            columns.forEach(column -> metrics.merge(metric(column), 1, Integer::sum));
        }
        return metrics;
    }

    /** {@code attempts} of {@code REGISTER attempts}: the table says of what. */
    static String bare(Column column) {
        return column.title().replaceFirst("^REGISTER ", "");
    }

    /** {@code RTCP jitter} of {@code RTCP jitter p95}. */
    static String metric(Column column) {
        return column.title().replaceFirst(" [a-z0-9]+$", "");
    }

    /** Of media looked up by their calls not everything is known. */
    private static List<Column> known(List<Column> columns, List<Line> lines) {
        return columns.stream()
                .filter(
                        column ->
                                lines.stream()
                                        .anyMatch(
                                                line ->
                                                        column.value().apply(line.figures())
                                                                != null))
                .toList();
    }
}
