package io.siphon.console.store;

import io.siphon.console.ConsoleException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import javax.sql.DataSource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;

/**
 * At most so many connections to a store, each of its statements with a time-out: what reads beside
 * a running job must not harm it.
 */
public final class StorePool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final StoreAddress address;
    private final Duration timeout;
    private final HikariDataSource connections;
    private final TableColumns columns = new TableColumns();

    /**
     * Connects on first use.
     *
     * @param timeout of a statement, whole seconds
     */
    public StorePool(StoreAddress address, int maxConnections, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        HikariConfig config = new HikariConfig();
        config.setPoolName("console");
        config.setDataSource(new Source(address));
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setIdleTimeout(IDLE.toMillis());
        // as Store wants them: said once a connection, not at each use
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        // an unreachable store is an error of the page, not of the start
        config.setInitializationFailTimeout(-1);
        connections = new HikariDataSource(config);
    }

    /**
     * Reads in one transaction; {@link Store#close} gives the connection back.
     *
     * @throws ConsoleException in one sentence, when it cannot be reached or is not a store of
     *     Siphon's
     */
    public Store open() {
        return open(timeout);
    }

    /** Likewise, with another time-out of its statements, at least a second. */
    public Store open(Duration statementTimeout) {
        try {
            int seconds = (int) Math.max(1, statementTimeout.toSeconds());
            return Store.of(address, connections.getConnection(), columns, seconds);
        } catch (SQLException e) {
            throw e.getCause() instanceof SQLException reason
                    ? address.explain(reason)
                    : new ConsoleException(
                            "all connections to " + address.title() + " are busy; try again", e);
        }
    }

    public String title() {
        return address.title();
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Makes connections as {@link StoreAddress#connect} does. */
    private record Source(StoreAddress address) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            return address.connect();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            // the pool logs
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // the pool has its own
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }

        /** Never the password. */
        @Override
        public String toString() {
            return address.title();
        }
    }
}
