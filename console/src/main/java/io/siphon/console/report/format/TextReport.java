package io.siphon.console.report.format;

import io.siphon.console.report.Clock;
import io.siphon.console.report.Column;
import io.siphon.console.report.Figures;
import io.siphon.console.report.MediaMetric;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.Group;
import io.siphon.console.report.Report.Incident;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.Report.Slice;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.console.report.Report.WorstStream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A report for a terminal. */
final class TextReport {

    private static final int BAR = 30;

    private final Report report;
    private final Clock clock;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Report report) {
        this.report = report;
        this.clock = new Clock(report.zone());
    }

    static String write(Report report) {
        return new TextReport(report).write();
    }

    private String write() {
        Headline headline = new Headline(report);
        text.append(headline.title()).append('\n');
        text.append(headline.period()).append('\n');
        text.append(headline.basis()).append('\n');
        alerts();
        section("Completeness");
        headline.completeness().forEach(line -> text.append("  ").append(line).append('\n'));
        figures();
        if (report.by() != null) {
            section("By " + report.by().text());
            text.append(groups());
        }
        if (report.everyAsked()) {
            section("By time (" + clock.name(report.span().from()) + ")");
            text.append(slices());
        }
        shares("Final responses", report.responses());
        shares("Outcomes", report.outcomes());
        shares("Durations of answered calls", report.durations());
        shares(Headline.REGISTRATION_RESPONSES, report.registrationResponses());
        shares(Headline.REGISTRATION_OUTCOMES, report.registrationOutcomes());
        shares(Headline.REGISTRATIONS, report.registrations());
        worst("Longest post-dial delays", report.slowest());
        worst("Last calls that failed or timed out", report.failed());
        worstStreams();
        return text.toString();
    }

    private void alerts() {
        if (report.alerts().isEmpty()) {
            return;
        }
        section(new Headline(report).alerts());
        TextTable table =
                new TextTable(5)
                        .row("severity", "detector", "time", "worst window", "node", "windows");
        for (Incident incident : report.alerts()) {
            table.row(
                    incident.severity(),
                    incident.detector(),
                    clock.show(incident.span()),
                    incident.message(),
                    incident.node(),
                    String.valueOf(incident.windows()));
        }
        text.append(table);
    }

    private void section(String title) {
        text.append('\n').append(title).append('\n');
    }

    private void figures() {
        section("Calls");
        text.append(compared(Column.CALLS));
        if (report.hasRegistrations()) {
            section("Registrations");
            text.append(compared(Column.REGISTRATIONS));
        }
        for (MediaMetric metric : MediaMetric.values()) {
            if (Stream.of(report.total(), report.previous())
                    .anyMatch(figures -> figures.media().containsKey(metric))) {
                section(metric.title() + " (a window is bad with " + metric.limitText() + ")");
                text.append(compared(Column.of(metric)));
            }
        }
    }

    private TextTable compared(List<Column> columns) {
        TextTable table = new TextTable(1).row("", "now", "before", "change");
        for (Column column : columns) {
            table.row(
                    column.title(),
                    column.showWithUnit(report.total()),
                    column.showWithUnit(report.previous()),
                    column.change(report.total(), report.previous()));
        }
        return table;
    }

    private TextTable groups() {
        TextTable table = new TextTable(1);
        headings(table, List.of(report.by().text()));
        report.groups().forEach(group -> line(table, List.of(group.name()), group.figures()));
        line(table, List.of("all"), report.total());
        return table;
    }

    private TextTable slices() {
        boolean grouped = report.by() != null;
        TextTable table = new TextTable(grouped ? 2 : 1);
        headings(table, grouped ? List.of("from", report.by().text()) : List.of("from"));
        for (int i = 0; i < report.slices().size(); i++) {
            Slice slice = report.slices().get(i);
            String from = clock.show(slice.span().from());
            if (grouped) {
                for (Group group : report.groups()) {
                    Figures figures = group.slices().get(i).figures();
                    if (!figures.isEmpty()) {
                        line(table, List.of(from, group.name()), figures);
                    }
                }
            } else {
                line(table, List.of(from), slice.figures());
            }
        }
        return table;
    }

    private void headings(TextTable table, List<String> names) {
        List<String> upper = new ArrayList<>(names.stream().map(name -> "").toList());
        List<String> lower = new ArrayList<>(names);
        for (Column column : Column.narrow(report)) {
            boolean media = !Column.CALLS.contains(column);
            String title = column.title().replaceFirst(" [a-z0-9]+$", "");
            upper.add(media ? upper.contains(title) ? "" : title : column.heading());
            lower.add((media ? column.heading() + " " : "") + column.unit());
        }
        table.row(upper).row(lower);
    }

    private void line(TextTable table, List<String> names, Figures figures) {
        List<String> cells = new ArrayList<>(names);
        Column.narrow(report).forEach(column -> cells.add(column.show(figures)));
        table.row(cells);
    }

    private void shares(String title, List<Share> shares) {
        if (shares.isEmpty()) {
            return;
        }
        section(title);
        long most = shares.stream().mapToLong(Share::count).max().orElse(1);
        TextTable table = new TextTable(1);
        for (Share share : shares) {
            table.row(
                    share.name(),
                    String.valueOf(share.count()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * share.share()),
                    String.format(
                            "%-" + BAR + "s",
                            "█".repeat((int) Math.ceil((double) BAR * share.count() / most))));
        }
        text.append(table);
    }

    private void worst(String title, List<WorstCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        section(title);
        TextTable table =
                new TextTable(6).row("started", "Call-ID", "to", "node", "trunk", "end", "PDD ms");
        for (WorstCall call : calls) {
            table.row(
                    clock.show(call.startedAt()),
                    call.callId(),
                    call.callee(),
                    call.node(),
                    call.trunk(),
                    Headline.end(call),
                    call.pddMs() < 0 ? Column.NOT_KNOWN : String.valueOf(call.pddMs()));
        }
        text.append(table);
    }

    private void worstStreams() {
        if (report.worstStreams().isEmpty()) {
            return;
        }
        section(Headline.WORST_STREAMS);
        TextTable table =
                new TextTable(6)
                        .row(
                                "by",
                                "started",
                                "Call-ID",
                                "from",
                                "to",
                                "codec",
                                "MOS",
                                "loss %",
                                "jitter ms");
        for (WorstStream stream : report.worstStreams()) {
            table.row(
                    stream.by().toUpperCase(Locale.ROOT),
                    clock.show(stream.startedAt()),
                    stream.callId(),
                    stream.source(),
                    stream.destination(),
                    stream.codec(),
                    Headline.number(stream.mos(), 2),
                    Headline.number(stream.lossPct(), 2),
                    Headline.number(stream.jitterMs(), 1));
        }
        text.append(table);
    }
}
