package io.siphon.console.report.format;

import io.siphon.console.report.Column;
import io.siphon.console.report.Figures;
import io.siphon.console.report.Lengths;
import io.siphon.console.report.MediaMetric;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.Slice;
import io.siphon.console.store.Span;
import io.siphon.schema.PlainText;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Data of the charts; {@code report.js} decides how they look. */
final class Charts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GROUPS_DRAWN = 5;

    private static final Map<String, Column> COLUMNS =
            Column.ALL.stream().collect(Collectors.toMap(Column::key, column -> column));

    private final Report report;
    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode charts = root.putArray("charts");

    private Charts(Report report) {
        this.report = report;
    }

    /** JSON that may stand in a script element. */
    static String json(Report report) {
        try {
            return PlainText.json(JSON.writeValueAsString(new Charts(report).root()))
                    .replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode root() {
        root.put("zone", report.zone().getId().equals("Z") ? "UTC" : report.zone().getId());
        root.set("span", span(report.span()));
        ArrayNode slices = root.putArray("slices");
        report.slices().forEach(slice -> slices.add(span(slice.span())));
        ArrayNode gaps = root.putArray("gaps");
        report.completeness().gaps().forEach(gap -> gaps.add(span(gap.span())));
        calls();
        registrations();
        media();
        groups();
        return root;
    }

    private void calls() {
        String per = perSlice("calls");
        if (report.total().calls().attempts() > 0) {
            chart("Calls", per, "bars", "attempts", "answered");
            chart("Ratios", "%", "lines", "asr_pct", "ner_pct", "seer_pct").put("max", 100);
            chart("Post-dial delay", "ms", "lines", "pdd_p50_ms", "pdd_p95_ms");
            chart("Average call duration", "s", "lines", "acd_s");
        }
        if (report.total().concurrentPeak() != null) {
            chart("Concurrent calls, peak", "calls", "bars", "concurrent_peak");
        }
    }

    private void registrations() {
        if (report.total().registrations().attempts() > 0) {
            chart(
                    "Registrations",
                    perSlice("registrations"),
                    "bars",
                    "register_attempts",
                    "register_accepted");
            chart("Registration request delay", "ms", "lines", "rrd_p50_ms", "rrd_p95_ms");
        }
    }

    private void media() {
        for (MediaMetric metric : MediaMetric.values()) {
            if (report.total().media().containsKey(metric)) {
                List<Column> columns = Column.of(metric);
                ObjectNode chart =
                        chart(
                                metric.title(),
                                metric.scale(),
                                "lines",
                                columns.get(0).key(),
                                columns.get(1).key());
                String[] ends = metric.scale().split("–");
                if (ends.length == 2) {
                    chart.put("min", Double.valueOf(ends[0])).put("max", Double.valueOf(ends[1]));
                }
            }
        }
    }

    private void groups() {
        if (report.by() == null || report.groups().size() < 2) {
            return;
        }
        for (String key : List.of("attempts", "asr_pct")) {
            Column column = COLUMNS.get(key);
            ObjectNode chart =
                    empty(
                            column.title() + " by " + report.by().text(),
                            column.unit().isEmpty() ? perSlice("calls") : column.unit(),
                            "lines");
            report.groups().stream()
                    .limit(GROUPS_DRAWN)
                    .forEach(group -> series(chart, group.name(), column, group.slices()));
        }
    }

    /** {@code calls per h}, {@code calls per 15 min}. */
    private String perSlice(String things) {
        return things + " per " + Lengths.text(longestSlice()).replaceFirst("^1 ", "");
    }

    private long longestSlice() {
        return report.slices().stream()
                .mapToLong(slice -> slice.span().lengthMicros())
                .max()
                .orElseThrow();
    }

    private ObjectNode chart(String title, String unit, String kind, String... keys) {
        ObjectNode chart = empty(title, unit, kind);
        for (String key : keys) {
            Column column = COLUMNS.get(key);
            series(chart, column.title(), column, report.slices());
        }
        return chart;
    }

    private ObjectNode empty(String title, String unit, String kind) {
        ObjectNode chart = charts.addObject().put("title", title).put("unit", unit);
        chart.put("kind", kind).putArray("series");
        return chart;
    }

    private static void series(ObjectNode chart, String label, Column column, List<Slice> slices) {
        ObjectNode series = chart.withArray("series").addObject().put("label", label);
        ArrayNode values = series.put("decimals", column.decimals()).putArray("values");
        for (Slice slice : slices) {
            Figures figures = slice.figures();
            values.add(column.value().apply(figures));
        }
    }

    /** From and to, epoch s. */
    private static ArrayNode span(Span span) {
        return JSON.createArrayNode().add(span.fromMicros() / 1e6).add(span.toMicros() / 1e6);
    }
}
