package io.siphon.console.store;

import io.siphon.console.ConsoleException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The tables that Siphon's job writes, read in one transaction and never written. Rows are handed
 * over one by one: memory does not grow with the store.
 */
public final class Store implements AutoCloseable {

    private static final int FETCH_ROWS = 1000;

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
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        if (address.isH2()) {
            properties.setProperty("IFEXISTS", "TRUE");
            properties.setProperty("TRACE_LEVEL_FILE", "0");
        }
        try {
            Connection connection = connect(address, properties);
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
    private static Connection connect(StoreAddress address, Properties properties)
            throws SQLException {
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
        try {
            for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
                try (ResultSet tables =
                        connection
                                .getMetaData()
                                .getTables(
                                        connection.getCatalog(),
                                        connection.getSchema(),
                                        name,
                                        null)) {
                    if (tables.next()) {
                        return true;
                    }
                }
            }
            return false;
        } catch (SQLException e) {
            throw address.explain(e);
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
