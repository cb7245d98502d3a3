package io.siphon.console.web;

import io.siphon.console.access.Principal;
import io.siphon.console.api.Json;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.ConsoleSettings.JobCounter;
import io.siphon.console.web.TableView.Cell;
import io.siphon.console.web.TableView.Heading;
import io.siphon.console.web.TableView.Row;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.schema.Undecodable;

import io.javalin.http.Context;

import javax.annotation.Nullable;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /health}: the job, where it is in this process; agents, losses, what could not be decoded
 * or stored, of the last day.
 */
final class HealthPages {

    private static final long DAY = 24 * 3_600_000_000L;
    private static final int MAX_ROWS = 50;
    private static final int DUMPED_BYTES = 64;
    private static final int RATE_SECONDS = 600;

    private static final String SENT = "SELECT COALESCE(node, ''), SUM(count), ";
    private static final String SINCE =
            " FROM measurements WHERE name IN ('sip_requests', 'sip_responses') AND window_start >= ?"
                    + " GROUP BY COALESCE(node, '')";

    private final Pages pages;
    private final StorePool pool;
    private final @Nullable Supplier<List<JobCounter>> job;

    /**
     * @param job null where there is none in this process
     */
    HealthPages(Pages pages, StorePool pool, @Nullable Supplier<List<JobCounter>> job) {
        this.pages = pages;
        this.pool = pool;
        this.job = job;
    }

    void get(Context context) {
        pages.render(
                context,
                "health.jte",
                new HealthPage(
                        pages.frame(context, "Health", "/health"),
                        List.copyOf(tables(context).values())));
    }

    /** {@code /api/v1/health}: the same, a list of rows a table. */
    void json(Context context) {
        Map<String, Object> json = new LinkedHashMap<>();
        tables(context).forEach((name, table) -> json.put(name, table.rowsByHeading()));
        context.contentType("application/json").result(Json.write(json));
    }

    private Map<String, TableView> tables(Context context) {
        LocalDateTime from = EpochMicros.utc(EpochMicros.now() - DAY);
        Map<String, TableView> tables = new LinkedHashMap<>();
        if (job != null) {
            tables.put("now", now(job.get()));
        }
        try (Store store = pool.open()) {
            tables.put("agents", agents(store, from));
            tables.put("lost", losses(store, from));
            tables.put("undecodable", reasons(store, from));
            if (Principal.of(context).role().seesMessages()) {
                tables.put("undecodable_latest", undecodable(store, from));
            }
            tables.put("refused", quarantine(store, from));
        }
        return tables;
    }

    private static TableView now(List<JobCounter> counters) {
        return new TableView(
                "Receiving, journal and stores, now",
                List.of(
                        Heading.text("What", ""),
                        Heading.text("Now", "Counted since the start of the job"),
                        Heading.text("Meaning", "")),
                counters.stream()
                        .map(
                                of ->
                                        new Row(
                                                "",
                                                List.of(
                                                        Cell.of(of.name()),
                                                        Cell.of(of.value())
                                                                .kind(of.wrong() ? "bad" : ""),
                                                        Cell.of(of.meaning()).kind("said"))))
                        .toList());
    }

    private record Agent(long messages, LocalDateTime last) {}

    private record Of<T>(String node, T value) {}

    private static TableView agents(Store store, LocalDateTime from) {
        Map<String, Agent> agents = new LinkedHashMap<>();
        store.read(
                SENT + "MAX(window_end)" + SINCE + " ORDER BY 2 DESC LIMIT " + MAX_ROWS,
                row ->
                        new Of<>(
                                row.getString(1),
                                new Agent(row.getLong(2), row.getObject(3, LocalDateTime.class))),
                of -> agents.put(of.node(), of.value()),
                from);
        Map<String, Long> lately = new HashMap<>();
        LocalDateTime now = EpochMicros.utc(EpochMicros.now());
        store.read(
                SENT + "MAX(window_end)" + SINCE,
                row -> new Of<>(row.getString(1), row.getLong(2)),
                of -> lately.put(of.node(), of.value()),
                now.minusSeconds(RATE_SECONDS));
        Map<String, String> clocks = clocks(store, from);
        List<Row> rows = new ArrayList<>();
        agents.forEach(
                (node, agent) ->
                        rows.add(
                                row(
                                        node,
                                        String.valueOf(agent.messages()),
                                        Show.number(
                                                lately.getOrDefault(node, 0L)
                                                        / (double) RATE_SECONDS,
                                                1),
                                        Show.minute(EpochMicros.of(agent.last())),
                                        clocks.getOrDefault(node, ""))));
        return new TableView(
                "Agents of the last day",
                List.of(
                        Heading.text("Node", "Agent"),
                        Heading.number("SIP messages", "Measured in windows that are over"),
                        Heading.number(
                                "a second, last 10 min", "Of windows that are over: a little less"),
                        Heading.text("Last window, UTC", "End of the last window with a message"),
                        Heading.number(
                                "Clock error",
                                "Of its calls, lowest to highest; + is ahead of the true time, − behind")),
                rows);
    }

    private static Map<String, String> clocks(Store store, LocalDateTime from) {
        Map<String, String> clocks = new HashMap<>();
        if (store.has("calls", "clock_offset_ms")) {
            store.read(
                    "SELECT node, MIN(clock_offset_ms), MAX(clock_offset_ms) FROM calls WHERE"
                            + " started_at >= ? AND clock_offset_ms IS NOT NULL GROUP BY node",
                    row ->
                            new Of<>(
                                    row.getString(1),
                                    Show.clockError(row.getLong(2), row.getLong(3))),
                    of -> clocks.put(of.node(), of.value()),
                    from);
        }
        return clocks;
    }

    private static String loss(String metric) {
        return switch (metric) {
            case "kernel_drops" -> "datagrams dropped by the kernel";
            case "capture_gap_s" -> "seconds without listening";
            case "late_samples" -> "samples too late for their windows";
            case "undecodable_not_kept" -> "undecodable, beyond the limit of rows";
            default -> metric;
        };
    }

    private static TableView losses(Store store, LocalDateTime from) {
        List<Row> rows = new ArrayList<>();
        store.read(
                "SELECT name, tags, SUM(COALESCE(sum, count)), MAX(window_end) FROM measurements WHERE"
                        + " name IN ('kernel_drops', 'capture_gap_s', 'late_samples',"
                        + " 'undecodable_not_kept') AND window_start >= ? GROUP BY name, tags ORDER"
                        + " BY name, tags LIMIT "
                        + MAX_ROWS,
                row ->
                        row(
                                loss(row.getString(1)),
                                row.getString(2).replace(',', ' '),
                                Show.number(row.getDouble(3), 0),
                                Show.minute(EpochMicros.of(row.getObject(4, LocalDateTime.class)))),
                rows::add,
                from);
        return new TableView(
                "Lost or late in the last day",
                List.of(
                        Heading.text("What", ""),
                        Heading.text("Where", "Socket, node or metric"),
                        Heading.number("Number", "Messages or samples; of gaps seconds"),
                        Heading.text("Last, UTC", "")),
                rows);
    }

    private static TableView reasons(Store store, LocalDateTime from) {
        List<Row> rows =
                counted(
                        store,
                        "SELECT reason, COUNT(*), MAX(received_at) FROM undecodable WHERE received_at >= ? GROUP"
                                + " BY reason ORDER BY 2 DESC LIMIT "
                                + MAX_ROWS,
                        from);
        return new TableView(
                "Undecodable in the last day, by reason",
                List.of(
                        Heading.text("Reason", ""),
                        Heading.number("Rows", "Kept of them"),
                        Heading.text("Last, UTC", "")),
                rows);
    }

    private static TableView undecodable(Store store, LocalDateTime from) {
        List<Row> rows = new ArrayList<>();
        store.read(
                Tables.UNDECODABLE,
                "WHERE t.received_at >= ? ORDER BY t.received_at DESC LIMIT 20",
                (Undecodable row) ->
                        rows.add(
                                new Row(
                                        "",
                                        List.of(
                                                Cell.of(Show.time(row.receivedMicros())),
                                                Cell.of(row.agent()),
                                                Cell.of(row.node()),
                                                Cell.of(row.reason()),
                                                Cell.whole(row.detail()),
                                                Cell.of(hex(row.bytes())).kind("dump")))),
                from);
        return new TableView(
                "The latest that could not be decoded",
                List.of(
                        Heading.text("Received, UTC", ""),
                        Heading.text("Agent", ""),
                        Heading.text("Node", ""),
                        Heading.text("Reason", ""),
                        Heading.text("Detail", ""),
                        Heading.text("First bytes", "")),
                rows);
    }

    private static TableView quarantine(Store store, LocalDateTime from) {
        List<Row> rows =
                counted(
                        store,
                        "SELECT target, COUNT(*), MAX(at) FROM quarantine WHERE at >= ? GROUP BY target",
                        from);
        return new TableView(
                "Rows that the database refused in the last day",
                List.of(
                        Heading.text("Table", ""),
                        Heading.number("Rows", ""),
                        Heading.text("Last, UTC", "")),
                rows);
    }

    /** A row for each of a query: what, how many, the last time. */
    private static List<Row> counted(Store store, String sql, LocalDateTime from) {
        List<Row> rows = new ArrayList<>();
        store.read(
                sql,
                row ->
                        row(
                                row.getString(1),
                                String.valueOf(row.getLong(2)),
                                Show.minute(EpochMicros.of(row.getObject(3, LocalDateTime.class)))),
                rows::add,
                from);
        return rows;
    }

    private static Row row(String... cells) {
        return new Row("", Arrays.stream(cells).map(Cell::of).toList());
    }

    /** Sixteen a line: where, as numbers, as text. */
    private static String hex(byte[] bytes) {
        int length = Math.min(bytes.length, DUMPED_BYTES);
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < length; at += 16) {
            int end = Math.min(length, at + 16);
            String numbers = HexFormat.ofDelimiter(" ").formatHex(bytes, at, end);
            text.append(at == 0 ? "" : "\n")
                    .append(String.format(Locale.ROOT, "%04x  %-47s  ", at, numbers));
            for (int i = at; i < end; i++) {
                text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
        }
        return text.append(length < bytes.length ? " …" : "").toString();
    }
}
