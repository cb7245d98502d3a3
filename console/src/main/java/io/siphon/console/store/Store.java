package io.siphon.console.store;

import io.siphon.console.ConsoleException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The tables that Siphon's job writes, read in one transaction and never written. Rows are handed
 * over one by one: memory does not grow with the store.
 */
public final class Store implements AutoCloseable {

    private static final int FETCH_ROWS = 1000;

    /**
     * No call and no stream is looked for that began longer than this before what is asked for: the
     * job gives up calls after twelve hours, and tables are found by when a row began.
     */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final StoreAddress address;
    private final Connection connection;

    private Store(StoreAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /**
     * @throws ConsoleException in one sentence, when it cannot be reached or is not a store of
     *     Siphon's
     */
    public static Store open(StoreAddress address) {
        try {
            Connection connection = connect(address);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Store store = new Store(address, connection);
            if (!store.has("calls") || !store.has("measurements")) {
                store.close();
                throw new ConsoleException(
                        address.title()
                                + " has no tables of Siphon's: siphon run makes them when it"
                                + " starts");
            }
            return store;
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    /** An H2 file that a running job has open is read through that job. */
    static Connection connect(StoreAddress address) throws SQLException {
        Properties properties = address.properties();
        try {
            return DriverManager.getConnection(address.driverUrl(), properties);
        } catch (SQLException e) {
            String door = address.isLocked(e) ? address.door() : null;
            if (door == null) {
                throw e;
            }
            try {
                return DriverManager.getConnection(door, properties);
            } catch (SQLException inside) {
                throw StoreAddress.isBroken(inside) ? e : inside;
            }
        }
    }

    public String title() {
        return address.title();
    }

    /** Calls whose first INVITE is in the span, in no order. */
    public void calls(Span span, Consumer<StoredCall> calls) {
        read(
                "SELECT "
                        + StoredCall.COLUMNS
                        + " FROM calls WHERE started_at >= ? AND started_at < ?",
                StoredCall::of,
                calls,
                span.fromUtc(),
                span.toUtc());
    }

    /**
     * Calls that were answered before the end of the span and not over before its start, in order
     * of their answer.
     */
    public void callsUp(Span span, Consumer<StoredCall> calls) {
        read(
                "SELECT "
                        + StoredCall.COLUMNS
                        + " FROM calls WHERE started_at >= ? AND started_at < ? AND answered_at <"
                        + " ? AND (ended_at > ? OR ended_at IS NULL) ORDER BY answered_at",
                StoredCall::of,
                calls,
                span.fromUtc().minus(LONGEST),
                span.toUtc(),
                span.toUtc(),
                span.fromUtc());
    }

    /**
     * Streams that were over within the span, in order of their end; none in a store that was made
     * before there was a table of them with all these columns.
     */
    public void streams(StoredStream.Table table, Span span, Consumer<StoredStream> streams) {
        if (has(table.table(), table.newest())) {
            read(
                    table.select()
                            + " WHERE s.started_at >= ? AND s.started_at < ? AND s.ended_at >= ?"
                            + " AND s.ended_at < ? ORDER BY s.ended_at",
                    table::of,
                    streams,
                    span.fromUtc().minus(LONGEST),
                    span.toUtc(),
                    span.fromUtc(),
                    span.toUtc());
        }
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

    /**
     * Registrations whose first request is in the span, in no order; none in a store that was made
     * before there was a table of them.
     */
    public void registrations(Span span, Consumer<StoredRegistration> registrations) {
        if (has(StoredRegistration.TABLE)) {
            read(
                    "SELECT "
                            + StoredRegistration.COLUMNS
                            + " FROM registrations WHERE started_at >= ? AND started_at < ?",
                    StoredRegistration::of,
                    registrations,
                    span.fromUtc(),
                    span.toUtc());
        }
    }

    /** Distinct addresses of record that asked for a binding in the span. */
    public long registeringAddresses(Span span) {
        long[] distinct = {0};
        if (has(StoredRegistration.TABLE)) {
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

    /** Windows of one metric that begin in the span, in order of time. */
    public void windows(String metric, Span span, Consumer<StoredWindow> windows) {
        read(
                "SELECT "
                        + StoredWindow.COLUMNS
                        + " FROM measurements WHERE name = ? AND window_start >= ? AND"
                        + " window_start < ? ORDER BY window_start, tags",
                StoredWindow::of,
                windows,
                metric,
                span.fromUtc(),
                span.toUtc());
    }

    /** Asks something of its own: what a query is for stands where it is asked. */
    public <T> void read(String sql, Row<T> shape, Consumer<T> rows, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.accept(shape.of(result));
                }
            }
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    /** Whether there is such a table. */
    public boolean has(String table) {
        return has(table, "%");
    }

    private boolean has(String table, String column) {
        try {
            return hasExactly(table, column)
                    || hasExactly(table.toUpperCase(Locale.ROOT), column.toUpperCase(Locale.ROOT));
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    private boolean hasExactly(String table, String column) throws SQLException {
        try (ResultSet columns =
                connection
                        .getMetaData()
                        .getColumns(
                                connection.getCatalog(), connection.getSchema(), table, column)) {
            return columns.next();
        }
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    /** What one row of a result is. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }
}
