package io.siphon.console.report.format;

import io.siphon.console.report.Clock;
import io.siphon.console.report.Column;
import io.siphon.console.report.MediaMetric;
import io.siphon.console.report.Report;
import io.siphon.console.report.Report.FailureCause;
import io.siphon.console.report.Report.Hop;
import io.siphon.console.report.Report.Incident;
import io.siphon.console.report.Report.Share;
import io.siphon.console.report.Report.WorstCall;
import io.siphon.console.report.Report.WorstStream;
import io.siphon.schema.PlainText;

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
        line(headline.title());
        line(headline.period());
        line(headline.basis());
        alerts();
        section("Completeness");
        headline.completeness().forEach(line -> line("  " + line));
        figures();
        if (report.by() != null) {
            for (Part part : Part.ofGroups(report)) {
                section("By " + report.by().text() + ": " + part.title());
                text.append(table(part, List.of(report.by().text()), true));
            }
        }
        if (report.everyAsked()) {
            List<String> names =
                    report.by() == null ? List.of("from") : List.of("from", report.by().text());
            for (Part part : Part.ofSlices(report, slice -> clock.show(slice.span().from()))) {
                section(
                        "By time (%s): %s"
                                .formatted(clock.name(report.span().from()), part.title()));
                text.append(table(part, names, false));
            }
        }
        shares("Final responses", report.responses());
        shares("Outcomes", report.outcomes());
        causes();
        hops();
        shares(Headline.MEDIA_VERDICTS, report.mediaVerdicts());
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
        text.append('\n');
        line(title);
    }

    private void line(String words) {
        text.append(PlainText.line(words)).append('\n');
    }

    private void figures() {
        section("Calls");
        text.append(compared(Column.CALLS));
        if (report.hasRegistrations()) {
            section("Registrations");
            text.append(compared(Column.REGISTRATIONS));
        }
        media();
    }

    private void media() {
        TextTable table =
                new TextTable(1)
                        .row(
                                "",
                                "mean",
                                "before",
                                "change",
                                "p95, of MOS p5",
                                "before",
                                "worst",
                                "bad windows",
                                "before",
                                "samples",
                                "bad is");
        boolean any = false;
        for (MediaMetric metric : MediaMetric.values()) {
            if (Stream.of(report.total(), report.previous())
                    .anyMatch(figures -> figures.media().containsKey(metric))) {
                table.row(media(metric));
                any = true;
            }
        }
        if (any) {
            section("Media");
            text.append(table);
        }
    }

    private List<String> media(MediaMetric metric) {
        List<Column> columns = Column.of(metric);
        Column mean = columns.get(0);
        Column tail = columns.get(1);
        Column worst = columns.get(2);
        Column bad = columns.get(3);
        Column samples = columns.get(4);
        return List.of(
                metric.title(),
                mean.showWithUnit(report.total()),
                mean.showWithUnit(report.previous()),
                mean.change(report.total(), report.previous()),
                tail.showWithUnit(report.total()),
                tail.showWithUnit(report.previous()),
                worst.showWithUnit(report.total()),
                bad.showWithUnit(report.total()),
                bad.showWithUnit(report.previous()),
                samples.show(report.total()),
                metric.limitText());
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

    private TextTable table(Part part, List<String> names, boolean summed) {
        TextTable table = new TextTable(names.size());
        List<String> upper = new ArrayList<>(names.stream().map(name -> "").toList());
        List<String> lower = new ArrayList<>(names);
        for (Column column : part.columns()) {
            if (part.isOfMedia()) {
                String metric = Part.metric(column);
                upper.add(upper.contains(metric) ? "" : metric);
                lower.add(column.heading() + " " + column.unit());
            } else {
                boolean ofCalls = part.title().equals(Part.CALLS);
                upper.add(ofCalls ? column.heading() : Part.bare(column));
                lower.add(column.unit());
            }
        }
        table.row(upper).row(lower);
        part.lines().forEach(line -> line(table, line, part));
        if (summed) {
            line(table, new Part.Line(List.of("all"), report.total()), part);
        }
        return table;
    }

    private static void line(TextTable table, Part.Line line, Part part) {
        List<String> cells = new ArrayList<>(line.names());
        cells.addAll(line.cells(part.columns()));
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

    private void causes() {
        if (report.causes().isEmpty()) {
            return;
        }
        section(Headline.CAUSES);
        TextTable table = new TextTable(2).row("cause", "meaning", "calls", "share");
        TextTable examples = new TextTable(3).row("the last", "Call-ID", "why it failed");
        for (FailureCause cause : report.causes()) {
            table.row(
                    cause.key(),
                    cause.meaning(),
                    String.valueOf(cause.count()),
                    Headline.percent(cause.share()));
            examples.row(cause.key(), cause.callId(), cause.sentence());
        }
        text.append(table).append('\n').append(examples);
    }

    private void hops() {
        if (report.hops().isEmpty()) {
            return;
        }
        section(Headline.HOPS);
        TextTable table =
                new TextTable(1)
                        .row(
                                "B2BUA",
                                "legs",
                                "INVITE ms",
                                "most",
                                "answer ms",
                                "codecs",
                                "numbers",
                                "status",
                                "lost beyond",
                                "lost here");
        for (Hop hop : report.hops()) {
            table.row(
                    hop.address(),
                    String.valueOf(hop.legs()),
                    Headline.millis(hop.addedMs()),
                    Headline.millis(hop.addedMaxMs()),
                    hop.answerAddedMs() == null
                            ? Column.NOT_KNOWN
                            : Headline.millis(hop.answerAddedMs()),
                    String.valueOf(hop.codecs()),
                    String.valueOf(hop.numbers()),
                    String.valueOf(hop.status()),
                    String.valueOf(hop.lostBeyond()),
                    String.valueOf(hop.lostHere()));
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
                    clock.second(call.startedAt()),
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
                    clock.second(stream.startedAt()),
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
