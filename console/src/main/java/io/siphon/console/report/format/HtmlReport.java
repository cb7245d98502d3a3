package io.siphon.console.report.format;

import io.siphon.console.report.Clock;
import io.siphon.console.report.Column;
import io.siphon.console.report.MediaMetric;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.schema.PlainText;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report as one HTML file that needs nothing else: styles, data, and uPlot that draws them are in
 * it. Everything that came from outside is escaped, and the page forbids any script but its own and
 * any access to the network.
 */
final class HtmlReport {

    private final Report report;
    private final Clock clock;
    private final Headline headline;

    private HtmlReport(Report report) {
        this.report = report;
        this.clock = new Clock(report.zone());
        this.headline = new Headline(report);
    }

    static String write(Report report) {
        return Mustache.compiler()
                .withEscaper(text -> Escapers.HTML.escape(PlainText.line(text)))
                .compile(Resources.own("report.mustache"))
                .execute(new HtmlReport(report).page());
    }

    private Map<String, Object> page() {
        Map<String, Object> page = new LinkedHashMap<>();
        String library =
                "/*!\n"
                        + Resources.uPlot("LICENSE")
                        + "*/\n"
                        + Resources.uPlot("dist/uPlot.iife.min.js");
        String script = Resources.own("report.js");
        page.put("library", library);
        page.put("script", script);
        page.put("scriptHashes", "'" + hash(library) + "' '" + hash(script) + "'");
        page.put("styles", Resources.uPlot("dist/uPlot.min.css") + Resources.own("report.css"));
        page.put("data", Charts.json(report));
        page.put("charted", !report.total().isEmpty());
        page.put("title", headline.title());
        page.put("period", headline.period());
        page.put("zone", clock.name(report.span().from()));
        page.put("basis", headline.basis());
        page.put("madeAt", clock.second(report.madeAt()));
        page.put("alertsTitle", headline.alerts());
        page.put("alerts", alerts());
        page.put("completeness", headline.completeness());
        page.put("complete", headline.isComplete());
        page.put("cards", cards(Column.CALLS));
        page.put(
                "registrations",
                report.hasRegistrations() ? cards(Column.REGISTRATIONS) : List.of());
        page.put("media", media());
        page.put("by", report.by() == null ? "" : report.by().text());
        page.put("grouped", report.by() != null);
        page.put("groups", tables(Part.ofGroups(report)));
        page.put("slices", tables(Part.ofSlices(report, slice -> clock.show(slice.span().from()))));
        page.put("everyAsked", report.everyAsked());
        page.put("breakdowns", breakdowns());
        page.put("causesTitle", Headline.CAUSES);
        page.put("causes", causes());
        page.put("hopsTitle", Headline.HOPS);
        page.put("hops", hops());
        page.put("worst", worst());
        page.put("worstStreamsTitle", Headline.WORST_STREAMS);
        page.put("worstStreams", worstStreams());
        page.put("definitions", Column.of(report));
        return page;
    }

    private static String hash(String script) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private List<Map<String, Object>> alerts() {
        return report.alerts().stream()
                .map(
                        incident ->
                                Map.<String, Object>of(
                                        "severity", incident.severity(),
                                        "detector", incident.detector(),
                                        "time", clock.show(incident.span()),
                                        "message", incident.message(),
                                        "node", incident.node(),
                                        "windows", incident.windows()))
                .toList();
    }

    private List<Map<String, Object>> cards(List<Column> columns) {
        return columns.stream().map(this::compared).toList();
    }

    private Map<String, Object> compared(Column column) {
        int judge = column.judge(report.total(), report.previous());
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("key", column.key());
        card.put("title", column.title());
        card.put("heading", column.heading());
        card.put("meaning", column.meaning());
        card.put("unit", column.unit());
        card.put("now", column.show(report.total()));
        card.put("before", column.showWithUnit(report.previous()));
        card.put("change", column.change(report.total(), report.previous()));
        card.put("changed", !card.get("change").equals(Column.NOT_KNOWN));
        card.put("judge", judge > 0 ? "better" : judge < 0 ? "worse" : "same");
        return card;
    }

    private List<Map<String, Object>> media() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (MediaMetric metric : MediaMetric.values()) {
            if (report.total().media().containsKey(metric)) {
                rows.add(
                        Map.of(
                                "title",
                                metric.title(),
                                "limit",
                                metric.limitText(),
                                "cells",
                                Column.of(metric).stream().map(this::compared).toList()));
            }
        }
        return rows;
    }

    private static List<Map<String, Object>> tables(List<Part> parts) {
        return parts.stream()
                .map(
                        part ->
                                Map.of(
                                        "title",
                                        part.title(),
                                        "ofMedia",
                                        part.isOfMedia(),
                                        "metrics",
                                        metrics(part),
                                        "columns",
                                        headings(part),
                                        "rows",
                                        rows(part)))
                .toList();
    }

    private static List<Map<String, Object>> metrics(Part part) {
        return part.metrics().entrySet().stream()
                .map(
                        metric ->
                                Map.<String, Object>of(
                                        "metric", metric.getKey(), "columns", metric.getValue()))
                .toList();
    }

    private static List<Map<String, Object>> headings(Part part) {
        return part.columns().stream()
                .map(
                        column ->
                                Map.<String, Object>of(
                                        "heading",
                                        part.isOfMedia() ? column.heading() : Part.bare(column),
                                        "unit",
                                        column.unit()))
                .toList();
    }

    private static List<Map<String, Object>> rows(Part part) {
        return part.lines().stream()
                .map(
                        line ->
                                Map.<String, Object>of(
                                        "names", line.names(), "cells", line.cells(part.columns())))
                .toList();
    }

    private List<Map<String, Object>> breakdowns() {
        List<Map<String, Object>> tables = new ArrayList<>();
        breakdown(tables, "Final responses", "calls", report.responses());
        breakdown(tables, "Outcomes", "calls", report.outcomes());
        breakdown(tables, Headline.MEDIA_VERDICTS, "calls", report.mediaVerdicts());
        breakdown(tables, "Durations of answered calls", "calls", report.durations());
        breakdown(
                tables,
                Headline.REGISTRATION_RESPONSES,
                "registrations",
                report.registrationResponses());
        breakdown(
                tables,
                Headline.REGISTRATION_OUTCOMES,
                "registrations",
                report.registrationOutcomes());
        breakdown(tables, Headline.REGISTRATIONS, "messages", report.registrations());
        return tables;
    }

    private static void breakdown(
            List<Map<String, Object>> tables, String title, String unit, List<Share> shares) {
        if (shares.isEmpty()) {
            return;
        }
        double most = shares.stream().mapToDouble(Share::share).max().orElse(1);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Share share : shares) {
            rows.add(
                    Map.of(
                            "key", share.key(),
                            "name", share.name(),
                            "count", share.count(),
                            "percent", percent(100 * share.share()),
                            "any", share.count() > 0,
                            "width", percent(100 * share.share() / most)));
        }
        tables.add(Map.of("title", title, "unit", unit, "rows", rows));
    }

    private static String percent(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private List<Map<String, Object>> causes() {
        return report.causes().stream()
                .map(
                        cause ->
                                Map.<String, Object>of(
                                        "key", cause.key(),
                                        "meaning", cause.meaning(),
                                        "count", cause.count(),
                                        "percent", percent(100 * cause.share()),
                                        "callId", cause.callId(),
                                        "sentence", cause.sentence()))
                .toList();
    }

    private List<Map<String, Object>> hops() {
        return report.hops().stream()
                .map(
                        hop ->
                                Map.<String, Object>of(
                                        "address", hop.address(),
                                        "legs", hop.legs(),
                                        "added", Headline.millis(hop.addedMs()),
                                        "addedMax", Headline.millis(hop.addedMaxMs()),
                                        "answer",
                                                hop.answerAddedMs() == null
                                                        ? Column.NOT_KNOWN
                                                        : Headline.millis(hop.answerAddedMs()),
                                        "codecs", hop.codecs(),
                                        "numbers", hop.numbers(),
                                        "status", hop.status(),
                                        "beyond", hop.lostBeyond(),
                                        "here", hop.lostHere()))
                .toList();
    }

    private List<Map<String, Object>> worst() {
        List<Map<String, Object>> tables = new ArrayList<>();
        worst(tables, "Longest post-dial delays", report.slowest());
        worst(tables, "Last calls that failed or timed out", report.failed());
        return tables;
    }

    private void worst(List<Map<String, Object>> tables, String title, List<WorstCall> calls) {
        if (!calls.isEmpty()) {
            tables.add(
                    Map.of(
                            "title",
                            title,
                            "rows",
                            calls.stream()
                                    .map(
                                            call ->
                                                    Map.of(
                                                            "startedAt",
                                                            clock.second(call.startedAt()),
                                                            "callId",
                                                            call.callId(),
                                                            "callee",
                                                            call.callee(),
                                                            "node",
                                                            call.node(),
                                                            "trunk",
                                                            call.trunk(),
                                                            "end",
                                                            Headline.end(call),
                                                            "pdd",
                                                            call.pddMs() < 0
                                                                    ? Column.NOT_KNOWN
                                                                    : call.pddMs()))
                                    .toList()));
        }
    }

    private List<Map<String, Object>> worstStreams() {
        return report.worstStreams().stream()
                .map(
                        stream ->
                                Map.<String, Object>of(
                                        "by", stream.by().toUpperCase(Locale.ROOT),
                                        "startedAt", clock.second(stream.startedAt()),
                                        "callId", stream.callId(),
                                        "source", stream.source(),
                                        "destination", stream.destination(),
                                        "codec", stream.codec(),
                                        "mos", Headline.number(stream.mos(), 2),
                                        "loss", Headline.number(stream.lossPct(), 2),
                                        "jitter", Headline.number(stream.jitterMs(), 1)))
                .toList();
    }
}
