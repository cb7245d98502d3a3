package io.siphon.console.store;

import io.siphon.console.ConsoleException;
import io.siphon.schema.Call;
import io.siphon.schema.Column;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;
import io.siphon.schema.Row;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import static java.util.stream.Collectors.joining;

/**
 * The tables that Siphon's job writes, read in one transaction and never written. Rows are handed
 * over one by one: memory does not grow with the store.
 */
public final class Store implements AutoCloseable {

    private static final int FETCH_ROWS = 1000;

    private static final Set<String> OF_WINDOWS =
            Set.of("name", "window_start", "window_end", "tags", "count", "max", "sketch");

    /**
     * No call and no stream is looked for that began longer than this before what is asked for:
     * tables are found by when a row began.
     */
    private static final Duration LONGEST = MessageTimes.LONGEST_CALL;

    private final StoreAddress address;
    private final Connection connection;
    private final TableColumns columns;
    private int timeoutSeconds;

    private Store(
            StoreAddress address, Connection connection, TableColumns columns, int timeoutSeconds) {
        this.address = address;
        this.connection = connection;
        this.columns = columns;
        this.timeoutSeconds = timeoutSeconds;
    }

    /**
     * @throws ConsoleException in one sentence, when it cannot be reached or is not a store of
     *     Siphon's
     */
    public static Store open(StoreAddress address) {
        try {
            Connection connection = PatientConnection.open(address);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return of(address, connection, new TableColumns(), 0);
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    /**
     * @param connection that reads, in a transaction that sees one state of the store; closed when
     *     this fails
     * @param columns shared by the connections of a pool
     * @param timeoutSeconds of each statement; 0 for none
     */
    static Store of(
            StoreAddress address, Connection connection, TableColumns columns, int timeoutSeconds) {
        Store store = new Store(address, connection, columns, timeoutSeconds);
        boolean found = false;
        try {
            found = store.has("calls") && store.has("measurements");
        } finally {
            if (!found) {
                store.close();
            }
        }
        if (!found) {
            throw new ConsoleException(
                    address.title()
                            + " has no tables of Siphon's: siphon run makes them when it starts");
        }
        return store;
    }

    /**
     * @param timeout of each statement from now on, at least a second
     */
    public void limit(Duration timeout) {
        timeoutSeconds = (int) Math.max(1, timeout.toSeconds());
    }

    public String title() {
        return address.title();
    }

    /** From now on many rows are summed up into few groups, of which a planner expects many. */
    public void expectFewGroups() {
        if (address.isPostgres()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_sort = off");
            } catch (SQLException e) {
                throw address.explain(e);
            }
        }
    }

    /** Calls whose first INVITE is in the span, in no order. */
    public void calls(Span span, Consumer<Call> calls) {
        read(
                Tables.CALLS,
                "WHERE t.started_at >= ? AND t.started_at < ?",
                calls,
                span.fromUtc(),
                span.toUtc());
    }

    /**
     * Calls that were answered before the end of the span and not over before its start, in order
     * of their answer.
     */
    public void callsUp(Span span, Consumer<Call> calls) {
        read(
                Tables.CALLS,
                "WHERE t.started_at >= ? AND t.started_at < ? AND t.answered_at < ? AND"
                        + " (t.ended_at > ? OR t.ended_at IS NULL) ORDER BY t.answered_at",
                calls,
                span.fromUtc().minus(LONGEST),
                span.toUtc(),
                span.toUtc(),
                span.fromUtc());
    }

    /**
     * Of the calls with the stream's Call-ID the last that began before the stream was over; where
     * clocks disagree so much that there is none, the first.
     */
    private static final String CALL_OF_STREAM =
            "COALESCE((SELECT max(o.started_at) FROM calls o WHERE o.call_id = t.call_id"
                    + " AND o.started_at <= COALESCE(t.ended_at, t.started_at)),"
                    + " (SELECT min(o.started_at) FROM calls o WHERE o.call_id = t.call_id))";

    /**
     * Streams that were over within the span, in order of their end, and their calls, null when not
     * known.
     *
     * @param table {@link Tables#STREAMS} or {@link Tables#REPORTED_STREAMS}
     */
    public <T> void streams(Table<T> table, Span span, BiConsumer<T, Call> streams) {
        List<String> columns = columns(table);
        if (columns.isEmpty()) {
            return;
        }
        List<String> ofCalls = columns(Tables.CALLS);
        readRows(
                "SELECT %s, %s FROM %s t LEFT JOIN calls c ON c.call_id = t.call_id AND c.started_at = %s WHERE t.started_at >= ? AND t.started_at < ? AND t.ended_at >= ? AND t.ended_at < ? ORDER BY t.ended_at"
                        .formatted(
                                select("t", columns),
                                select("c", ofCalls),
                                table.name(),
                                CALL_OF_STREAM),
                result -> {
                    StoredRow stream = new StoredRow(result, columns, 1);
                    StoredRow call = new StoredRow(result, ofCalls, columns.size() + 1);
                    return () ->
                            streams.accept(
                                    table.record().apply(stream),
                                    call.text("call_id") == null
                                            ? null
                                            : Tables.CALLS.record().apply(call));
                },
                span.fromUtc().minus(LONGEST),
                span.toUtc(),
                span.fromUtc(),
                span.toUtc());
    }

    /** End of the last window of a metric that begins in the span, epoch µs; 0 without any. */
    public long measuredUntil(String metric, Span span) {
        long[] end = {0};
        read(
                "SELECT MAX(window_end) FROM measurements WHERE name = ? AND window_start >= ? AND"
                        + " window_start < ?",
                row -> Span.micros(row.getObject(1, LocalDateTime.class)),
                micros -> end[0] = micros,
                metric,
                span.fromUtc(),
                span.toUtc());
        return end[0];
    }

    /** Registrations whose first request is in the span, in no order. */
    public void registrations(Span span, Consumer<Registration> registrations) {
        read(
                Tables.REGISTRATIONS,
                "WHERE t.started_at >= ? AND t.started_at < ?",
                registrations,
                span.fromUtc(),
                span.toUtc());
    }

    /** Distinct addresses of record that asked for a binding in the span. */
    public long registeringAddresses(Span span) {
        long[] distinct = {0};
        if (has(Tables.REGISTRATIONS.name())) {
            read(
                    "SELECT COUNT(DISTINCT aor) FROM registrations WHERE started_at >= ? AND"
                            + " started_at < ? AND kind IN ('initial', 'refresh')",
                    row -> row.getLong(1),
                    count -> distinct[0] = count,
                    span.fromUtc(),
                    span.toUtc());
        }
        return distinct[0];
    }

    /**
     * Windows of one metric that begin in the span, in order of time: how many values, the largest,
     * and the sketch.
     */
    public void windows(String metric, Span span, Consumer<Measurement> windows) {
        List<String> columns = columns(Tables.MEASUREMENTS);
        columns.retainAll(OF_WINDOWS);
        read(
                Tables.MEASUREMENTS,
                columns,
                "WHERE t.name = ? AND t.window_start >= ? AND t.window_start < ? ORDER BY"
                        + " t.window_start, t.tags",
                windows,
                metric,
                span.fromUtc(),
                span.toUtc());
    }

    /**
     * Rows of a table as the records that they were; none in a store that was made before there was
     * such a table. A column that it does not have yet is as NULL.
     *
     * @param where the rest of the query, in which the table is {@code t}
     */
    public <T> void read(Table<T> table, String where, Consumer<T> records, Object... parameters) {
        read(table, columns(table), where, records, parameters);
    }

    /**
     * Likewise, with columns that are no part of the record: {@code id}.
     *
     * @param further names of such columns
     */
    public <T> void read(
            Table<T> table,
            List<String> further,
            String where,
            BiConsumer<T, Row> records,
            Object... parameters) {
        List<String> columns = columns(table);
        if (columns.isEmpty()) {
            return;
        }
        further.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
        readRows(
                "SELECT %s FROM %s t %s".formatted(select("t", columns), table.name(), where),
                result -> {
                    StoredRow row = new StoredRow(result, columns, 1);
                    return () -> records.accept(table.record().apply(row), row);
                },
                parameters);
    }

    private <T> void read(
            Table<T> table,
            List<String> columns,
            String where,
            Consumer<T> records,
            Object... parameters) {
        if (columns.isEmpty()) {
            return;
        }
        readRows(
                "SELECT %s FROM %s t %s".formatted(select("t", columns), table.name(), where),
                result -> {
                    StoredRow row = new StoredRow(result, columns, 1);
                    return () -> records.accept(table.record().apply(row));
                },
                parameters);
    }

    private static String select(String alias, List<String> columns) {
        return columns.stream().map(column -> alias + "." + column).collect(joining(", "));
    }

    /** Those of a table that this store has. */
    private List<String> columns(Table<?> table) {
        Set<String> stored = columns(table.name());
        List<String> columns = new ArrayList<>();
        table.columns().stream().map(Column::name).filter(stored::contains).forEach(columns::add);
        return columns;
    }

    /** Asks something of its own: what a query is for stands where it is asked. */
    public <T> void read(String sql, Shape<T> shape, Consumer<T> rows, Object... parameters) {
        readRows(sql, result -> () -> rows.accept(shape.of(result)), parameters);
    }

    private void readRows(String sql, Function<ResultSet, EachRow> reader, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            if (timeoutSeconds > 0) {
                statement.setQueryTimeout(timeoutSeconds);
            }
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                EachRow row = reader.apply(result);
                while (result.next()) {
                    row.read();
                }
            }
        } catch (SQLException e) {
            throw timeoutSeconds > 0 && address.isTimeout(e)
                    ? new StoreTimeoutException(timeoutSeconds, e)
                    : address.explain(e);
        } catch (StoredRow.Unreadable e) {
            throw address.explain(e.reason());
        }
    }

    /** Whether there is such a table. */
    public boolean has(String table) {
        return !columns(table).isEmpty();
    }

    /** Whether a table has a column: one of an earlier version may not. */
    public boolean has(String table, String column) {
        return columns(table).contains(column);
    }

    private Set<String> columns(String table) {
        try {
            return columns.of(connection, table);
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    public Dialect dialect() {
        return Dialect.of(address);
    }

    /** Also where the transaction cannot be rolled back: a pool would miss its connection. */
    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    private interface EachRow {
        void read() throws SQLException;
    }

    /** What one row of a result is. */
    @FunctionalInterface
    public interface Shape<T> {
        T of(ResultSet row) throws SQLException;
    }
}
