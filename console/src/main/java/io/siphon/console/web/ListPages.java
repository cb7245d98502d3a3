package io.siphon.console.web;

import io.siphon.console.access.Principal;
import io.siphon.console.alert.AlertReader;
import io.siphon.console.api.SearchRequest;
import io.siphon.console.flow.FlowTime;
import io.siphon.console.flow.HostNames;
import io.siphon.console.search.Page;
import io.siphon.console.search.QueryText;
import io.siphon.console.search.Subject;
import io.siphon.console.search.WorstFirst;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.ListPage.ColumnChoice;
import io.siphon.console.web.SearchView.Chip;
import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Trace;

import io.javalin.http.Context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /calls}, {@code /messages}, {@code /registrations}, {@code /streams}, {@code /alerts}. */
final class ListPages {

    private final Pages pages;
    private final StorePool pool;
    private final HostNames names;
    private final Duration budget;

    ListPages(Pages pages, StorePool pool, HostNames names, Duration budget) {
        this.pages = pages;
        this.pool = pool;
        this.names = names;
        this.budget = budget;
    }

    private interface Table<T> {
        TableView of(List<T> rows);
    }

    void calls(Context context) {
        if (ListColumns.keep(context)) {
            context.redirect("/calls" + SearchRequest.of(Subject.CALLS, context).queryString());
            return;
        }
        ListColumns columns = ListColumns.of(context);
        list(
                context,
                "Calls",
                Subject.CALLS,
                Call.class,
                rows ->
                        CallTable.of(
                                rows,
                                columns.has(CallColumn.MOS) ? MediaScores.of(pool, rows) : Map.of(),
                                names,
                                columns));
    }

    void messages(Context context) {
        list(
                context,
                "Messages",
                Subject.MESSAGES,
                Trace.class,
                rows -> RowTables.messages(rows, names));
    }

    void registrations(Context context) {
        list(
                context,
                "Registrations",
                Subject.REGISTRATIONS,
                Registration.class,
                rows -> RowTables.registrations(rows, names));
    }

    void alerts(Context context) {
        boolean all = context.queryString() == null || context.queryString().isEmpty();
        list(
                context,
                "Alerts",
                Subject.ALERTS,
                Alert.class,
                RowTables::alerts,
                all ? openAlerts() : List.of());
    }

    /** Those that are not over, however long ago they were opened, and who takes care of them. */
    private List<TableView> openAlerts() {
        try (Store store = pool.open()) {
            return List.of(RowTables.openAlerts(new AlertReader(store).open()));
        }
    }

    /** Those of captures, and those that RTCP reports; the worst first. */
    void streams(Context context) {
        SearchRequest asked = request(context, Subject.STREAMS);
        if (asked == null) {
            return;
        }
        SearchRequest request = recent(asked);
        SearchView search = SearchView.of("/streams", request);
        if (!search.error().isEmpty()) {
            context.status(400);
            show(context, "Streams", search, List.of(), null);
            return;
        }
        List<RtpStream> seen = worst(Subject.STREAMS, RtpStream.class, request);
        List<RtcpStreamSummary> reported =
                worst(
                        Subject.REPORTED_STREAMS,
                        RtcpStreamSummary.class,
                        recent(SearchRequest.of(Subject.REPORTED_STREAMS, context)));
        show(
                context,
                "Streams",
                search,
                List.of(RowTables.streams(seen, names), RowTables.reported(reported, names)),
                null);
    }

    /** To find the worst all are looked at: without a time those of a day. */
    private static SearchRequest recent(SearchRequest request) {
        return request.isOfAnyTime() ? request.withLast("24h") : request;
    }

    private <T> List<T> worst(Subject subject, Class<T> record, SearchRequest request) {
        return WorstFirst.find(
                pool, subject, record, request.expression(), request.range(), request.limit());
    }

    private <T> void list(
            Context context, String title, Subject subject, Class<T> record, Table<T> table) {
        list(context, title, subject, record, table, List.of());
    }

    /**
     * @param before tables above the one that is searched
     */
    private <T> void list(
            Context context,
            String title,
            Subject subject,
            Class<T> record,
            Table<T> table,
            List<TableView> before) {
        SearchRequest request = request(context, subject);
        if (request == null) {
            return;
        }
        SearchView search = SearchView.of(context.path(), request);
        if (!search.error().isEmpty()) {
            context.status(400);
            show(context, title, search, List.of(), null);
            return;
        }
        Page<T> page = request.search().run(pool, record, budget);
        List<TableView> tables = new ArrayList<>(before);
        tables.add(table.of(page.rows()));
        show(context, title, search, tables, page);
    }

    private void show(
            Context context,
            String title,
            SearchView search,
            List<TableView> tables,
            Page<?> page) {
        String path = search.path();
        String searched =
                page == null || page.complete()
                        ? ""
                        : "Searched "
                                + (search.request().oldestFirst() ? "up to " : "back to ")
                                + Show.time(page.searched().reached(search.request().oldestFirst()))
                                + " UTC; the database took too long for more.";
        String next =
                page == null || page.next() == null
                        ? ""
                        : path + search.request().withAfter(page.next()).queryString();
        pages.render(
                context,
                "list.jte",
                new ListPage(
                        pages.frame(context, title, path),
                        search,
                        tables,
                        searched,
                        next,
                        live(search, page),
                        search.request().subject() == Subject.CALLS
                                ? ColumnChoice.of(ListColumns.of(context))
                                : List.of(),
                        saves(search, page, Principal.of(context).role().seesMessages())));
    }

    /** The calls of the page as files. */
    private static List<Chip> saves(SearchView search, Page<?> page, boolean withMessages) {
        if (page == null || page.rows().isEmpty() || search.request().subject() != Subject.CALLS) {
            return List.of();
        }
        String query = search.request().queryString();
        List<Chip> saves = new ArrayList<>();
        if (withMessages) {
            saves.add(
                    new Chip(
                            "pcapng",
                            Routes.API + "calls.pcapng" + query,
                            false,
                            "The messages of these calls in one capture, for Wireshark"));
            saves.add(
                    new Chip(
                            "zip",
                            Routes.API + "calls.zip" + query,
                            false,
                            "A capture and a ladder of each of these calls"));
        }
        saves.add(
                new Chip("CSV", Routes.API + "calls.csv" + query, false, "These calls as a table"));
        return saves;
    }

    /** Follows the calls newer than those of the first page; empty for another page. */
    private static String live(SearchView search, Page<?> page) {
        SearchRequest request = search.request();
        boolean newest =
                page != null
                        && request.subject() == Subject.CALLS
                        && request.after().isEmpty()
                        && request.to().isEmpty()
                        && !request.oldestFirst();
        if (!newest) {
            return "";
        }
        return Show.link(
                Routes.TAIL,
                "of",
                "calls",
                "q",
                request.q(),
                "from",
                FlowTime.date(newerThan(page.rows())).replace(' ', 'T') + "Z");
    }

    /** Rows are in order of the time that is stored: the agent's. */
    private static long newerThan(List<?> calls) {
        return calls.isEmpty()
                ? EpochMicros.now()
                : ((Call) calls.get(0)).startedAt() + ((Call) calls.get(0)).clockOffset() + 1;
    }

    /** Null when the form was sent: the answer leads to the URL that is the query. */
    private static SearchRequest request(Context context, Subject subject) {
        SearchRequest request = SearchRequest.of(subject, context);
        List<String> terms = new ArrayList<>();
        boolean form = false;
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            if (parameter.getKey().startsWith("f.")) {
                form = true;
                String value = parameter.getValue().get(0).strip();
                if (!value.isEmpty()) {
                    String field = parameter.getKey().substring(2);
                    boolean compares = value.matches("[<>=]*[A-Za-z0-9+.*_@:-]+");
                    terms.add(field + ":" + (compares ? value : Show.quoted(value)));
                }
            }
        }
        if (!form) {
            return request;
        }
        String query = QueryText.and(request.q(), String.join(" ", terms));
        context.redirect(context.path() + request.withQuery(query).queryString());
        return null;
    }

    /**
     * {@code /search?call_id=…&from=…&to=…} with epoch milliseconds, as HOMER 11 links; HOMER 7's
     * JSON.
     */
    void otherLinks(Context context) {
        String link = context.queryString();
        if (link != null && (link.startsWith("{") || link.regionMatches(true, 0, "%7B", 0, 3))) {
            HomerLink homer = HomerLink.of(link);
            context.redirect(
                    Show.link(
                            "/calls", "q", homer.query(), "from", homer.from(), "to", homer.to()));
            return;
        }
        String callId = context.queryParam("call_id");
        String from = context.queryParam("from");
        String to = context.queryParam("to");
        SearchRequest request = SearchRequest.of(Subject.CALLS, context);
        if (callId != null && !callId.isBlank() && from == null && to == null) {
            context.redirect(Show.callLink(callId.strip()));
            return;
        }
        String query = request.q();
        if (callId != null && !callId.isBlank()) {
            String id = Show.quoted(callId.strip());
            query = QueryText.and(query, "(callid:" + id + " OR xcid:" + id + ")");
        }
        context.redirect("/calls" + request.withQuery(query.strip()).queryString());
    }
}
