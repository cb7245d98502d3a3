package io.siphon.console.web;

import io.siphon.console.search.TimeRange;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.OverviewPage.Figure;
import io.siphon.console.web.SearchView.Chip;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.CallCause;
import io.siphon.schema.EpochMicros;

import io.javalin.http.Context;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /overview}: figures of a period beside those of the one before, from table calls. */
final class OverviewPages {

    private static final List<String> LAST = List.of("1h", "6h", "24h", "7d", "30d");

    private static final int MAX_GROUPS = 20;

    /** Of some answered calls the end or the answer itself was not seen. */
    static final String ANSWERED = " (outcome:answered OR !setup:none)";

    private final Pages pages;
    private final StorePool pool;

    OverviewPages(Pages pages, StorePool pool) {
        this.pages = pages;
        this.pool = pool;
    }

    void get(Context context) {
        String last = context.queryParam("last");
        String from = context.queryParam("from");
        String to = context.queryParam("to");
        boolean given = from != null && !from.isBlank();
        String wanted = given ? "" : last == null || last.isBlank() ? "24h" : last;
        long now = EpochMicros.now();
        TimeRange range = TimeRange.of(wanted, from, to, ZoneOffset.UTC, Instant.now());
        long start =
                range.fromMicros() == Long.MIN_VALUE ? now - 86_400_000_000L : range.fromMicros();
        long end = range.toMicros() == Long.MAX_VALUE ? now : range.toMicros();
        OverviewFilter filter = OverviewFilter.of(context);
        Span span = new Span(start, end);
        try (Store store = pool.open()) {
            Buckets buckets = Buckets.of(start, end, 1);
            store.expectFewGroups();
            CallCube calls = CallCube.read(store, buckets);
            CallCube earlier = CallCube.read(store, buckets.ofLengthBefore());
            CallSums sums = calls.sums(filter);
            CallSums before = earlier.sums(filter);
            pages.render(
                    context,
                    "overview.jte",
                    new OverviewPage(
                            pages.frame(context, "Overview", "/overview").withCharts(),
                            times(wanted, filter),
                            OverviewPage.Filters.of(filter, wanted, from, to),
                            words(store, range, sums),
                            Missing.of(store, start, end),
                            figures(sums, before, filter.ofCalls().query(), span),
                            filter.isEmpty() ? AttemptsChart.draw(calls, buckets) : "",
                            OverviewCharts.read(store, calls, earlier, filter, start, end),
                            List.of(
                                    groups(
                                            "trunk",
                                            calls.trunks(filter, MAX_GROUPS),
                                            new OverviewFilter("", filter.node(), ""),
                                            span),
                                    groups(
                                            "node",
                                            calls.nodes(filter, MAX_GROUPS),
                                            new OverviewFilter(filter.trunk(), "", ""),
                                            span),
                                    causes(calls, filter, span),
                                    CodecTable.read(store, filter, span),
                                    statuses(calls, filter, span))));
        }
    }

    private static List<Chip> times(String wanted, OverviewFilter filter) {
        return LAST.stream()
                .map(
                        last ->
                                new Chip(
                                        last,
                                        "/overview?last=" + last + filter.parameters(),
                                        last.equals(wanted),
                                        ""))
                .toList();
    }

    /** A period without calls is not left without a word. */
    private static String words(Store store, TimeRange range, CallSums sums) {
        String words = "Calls that began " + range.words() + "; legs of one call count once.";
        if (sums.attempts() > 0) {
            return words;
        }
        long[] newest = {0};
        store.read(
                "SELECT MAX(started_at) FROM calls",
                row -> row.getObject(1, java.time.LocalDateTime.class),
                utc -> newest[0] = utc == null ? 0 : EpochMicros.of(utc));
        return words
                + (newest[0] == 0
                        ? " No call is stored yet."
                        : " There is none; the newest call began "
                                + Show.time(newest[0])
                                + " UTC.");
    }

    private static List<Figure> figures(CallSums now, CallSums before, String query, Span span) {
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure(
                        "Attempts",
                        "" + now.attempts(),
                        "" + before.attempts(),
                        "Calls that began",
                        calls(query, span)));
        figures.add(
                new Figure(
                        "Answered",
                        "" + now.answered(),
                        "" + before.answered(),
                        "Of them",
                        calls(query + ANSWERED, span)));
        figures.add(
                new Figure(
                        "ASR",
                        Show.percent(now.answered(), now.decided()),
                        Show.percent(before.answered(), before.decided()),
                        "Answered, of those that are decided",
                        ""));
        figures.add(
                new Figure(
                        "NER",
                        Show.percent(now.delivered(), now.decided()),
                        Show.percent(before.delivered(), before.decided()),
                        "Reached the callee: answered, busy, not picked up, given up, refused by the user",
                        ""));
        figures.add(
                new Figure(
                        "Failed",
                        "" + now.failed(),
                        "" + before.failed(),
                        "Rejected, failed, or without a final response",
                        calls(query + " is:failed", span)));
        figures.add(
                new Figure(
                        "ACD",
                        Show.length(now.meanLength()),
                        Show.length(before.meanLength()),
                        "Average call duration, from answer to end",
                        ""));
        figures.add(
                new Figure(
                        "Mean PDD",
                        seconds(now.meanPdd()),
                        seconds(before.meanPdd()),
                        "Post-dial delay",
                        calls(query + " is:slow-setup", span)));
        figures.add(up(now, query));
        return figures;
    }

    private static Figure up(CallSums now, String query) {
        return new Figure(
                "Up now",
                "" + now.up(),
                "",
                "Answered, and not over",
                Show.link("/calls", "q", firstLegs(query + " is:still-up")));
    }

    private static String seconds(long millis) {
        return millis < 0 ? "" : Show.seconds(millis) + " s";
    }

    /**
     * @param others what else these calls are of
     */
    private static TableView groups(
            String column, Map<String, CallSums> groups, OverviewFilter others, Span span) {
        List<Row> rows = new ArrayList<>();
        groups.forEach(
                (name, sums) -> {
                    String value = name.isEmpty() ? "\"\"" : Show.quoted(name);
                    String query = (column + ":" + value + " " + others.query()).strip();
                    rows.add(group(name, sums, calls(query, span)));
                });
        return new TableView(
                "By " + column,
                List.of(
                        Heading.text(
                                column.substring(0, 1).toUpperCase(Locale.ROOT)
                                        + column.substring(1),
                                ""),
                        Heading.number("Attempts", ""),
                        Heading.number("Answered", ""),
                        Heading.number("ASR", ""),
                        Heading.number("NER", ""),
                        Heading.number("Failed", ""),
                        Heading.number("ACD", "Average call duration, from answer to end"),
                        Heading.number("Mean PDD s", "")),
                rows);
    }

    private static Row group(String name, CallSums sums, String link) {
        return new Row(
                "",
                List.of(
                        Cell.link(name.isEmpty() ? "(none)" : name, link),
                        Cell.of("" + sums.attempts()),
                        Cell.of("" + sums.answered()),
                        Cell.of(Show.percent(sums.answered(), sums.decided())),
                        Cell.of(Show.percent(sums.delivered(), sums.decided())),
                        Cell.of("" + sums.failed()),
                        Cell.of(Show.length(sums.meanLength())),
                        Cell.of(Show.seconds(sums.meanPdd()))));
    }

    /** Shares of the calls that are over, and did not end as answered calls should. */
    private static TableView causes(CallCube calls, OverviewFilter filter, Span span) {
        Map<CallCause, Long> causes = calls.causes(filter);
        String also = filter.ofCalls().query();
        long all = causes.values().stream().mapToLong(Long::longValue).sum();
        List<Row> rows = new ArrayList<>();
        causes.forEach(
                (cause, count) ->
                        rows.add(
                                new Row(
                                        "",
                                        List.of(
                                                Cell.link(
                                                        Show.cause(cause),
                                                        calls(
                                                                ("cause:"
                                                                                + cause.tag()
                                                                                + " "
                                                                                + also)
                                                                        .strip(),
                                                                span)),
                                                Cell.of(cause.meaning()),
                                                Cell.of("" + count),
                                                Cell.of(Show.percent(count, all))))));
        return new TableView(
                "Why calls failed",
                List.of(
                        Heading.text("Cause", ""),
                        Heading.text("Meaning", ""),
                        Heading.number("Calls", ""),
                        Heading.number("Share", "")),
                rows);
    }

    private static TableView statuses(CallCube calls, OverviewFilter filter, Span span) {
        String also = filter.ofCalls().query();
        List<Row> rows = new ArrayList<>();
        calls.statuses(filter, MAX_GROUPS)
                .forEach(
                        (status, attempts) ->
                                rows.add(
                                        new Row(
                                                "",
                                                List.of(
                                                        Cell.link(
                                                                "" + status,
                                                                calls(
                                                                        ("status:" + status + " "
                                                                                        + also)
                                                                                .strip(),
                                                                        span)),
                                                        Cell.of("" + attempts)))));
        return new TableView(
                "By final response",
                List.of(Heading.text("Status", ""), Heading.number("Attempts", "")),
                rows);
    }

    private static String calls(String query, Span span) {
        return Show.search("/calls", firstLegs(query), span);
    }

    /** Of calls as the figures count them: legs of one are one. */
    static String firstLegs(String query) {
        return (query + " leg:1").strip();
    }
}
