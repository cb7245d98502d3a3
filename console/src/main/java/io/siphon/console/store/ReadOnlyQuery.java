package io.siphon.console.store;

import io.siphon.console.ConsoleException;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * One read-only statement of a user. The database enforces that, by rights and transactions; the
 * text is not parsed. It protects against mistakes: the password of a superuser allows harm without
 * Siphon.
 */
public final class ReadOnlyQuery {

    /** What to do with an answer, row by row. */
    public interface Answer {
        void columns(ResultSetMetaData columns) throws SQLException;

        /** The row that the result stands at. */
        void row(ResultSet row) throws SQLException;
    }

    private static final int FETCH_ROWS = 1000;
    private static final int H2_ADMIN_RIGHTS_REQUIRED = 90040;
    private static final int H2_NOT_A_QUERY = 90002;
    private static final String NOT_A_QUERY = "query: expected a statement that returns rows";
    private static final String READER = "SIPHON_QUERY_";
    private static final int PASSWORD_BYTES = 20;

    private final StoreAddress address;
    private final int timeoutSeconds;
    private final int maxRows;

    /**
     * @param timeout of the statement, at least a second
     * @param maxRows 0 for all
     */
    public ReadOnlyQuery(StoreAddress address, Duration timeout, int maxRows) {
        this.address = address;
        this.timeoutSeconds = (int) Math.max(1, timeout.toSeconds());
        this.maxRows = maxRows;
    }

    /**
     * @return whether there are more rows than {@code maxRows}
     * @throws ConsoleException in one sentence, when the store cannot be reached, or refuses
     */
    public boolean run(String sql, Answer answer) {
        try (Connection connection = PatientConnection.open(address)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try {
                if (address.isH2()) {
                    return h2(connection, sql, answer);
                }
                return address.isPostgres()
                        ? postgres(connection, sql, answer)
                        : mariaDb(connection, sql, answer);
            } catch (SQLException e) {
                throw address.isH2() && e.getErrorCode() == H2_NOT_A_QUERY
                        ? new ConsoleException(NOT_A_QUERY, e)
                        : new ConsoleException("query: " + address.words(e), e);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw address.explain(e);
        }
    }

    /**
     * A cursor in a read-only transaction. The text is a parameter, so that neither driver nor
     * server takes it for several statements; a cursor can only be opened for one that returns
     * rows, which COPY does not. A superuser is none meanwhile: no files, no programs.
     */
    private boolean postgres(Connection connection, String sql, Answer answer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + timeoutSeconds * 1000L);
            if (isSuperuser(statement)) {
                statement.execute("SET LOCAL ROLE pg_read_all_data");
            }
        }
        try (PreparedStatement text =
                connection.prepareStatement("SELECT set_config('siphon.query', ?, true)")) {
            text.setString(1, sql);
            text.executeQuery().close();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "DO $$ DECLARE c refcursor := 'siphon_query'; BEGIN"
                            + " OPEN c NO SCROLL FOR EXECUTE current_setting('siphon.query');"
                            + " END $$");
            long left = maxRows == 0 ? Long.MAX_VALUE : maxRows;
            boolean first = true;
            while (true) {
                long wanted = Math.min(FETCH_ROWS, left == Long.MAX_VALUE ? left : left + 1);
                try (ResultSet rows =
                        statement.executeQuery("FETCH " + wanted + " FROM siphon_query")) {
                    if (first) {
                        answer.columns(rows.getMetaData());
                        first = false;
                    }
                    long got = 0;
                    while (rows.next()) {
                        got++;
                        if (left-- == 0) {
                            return true;
                        }
                        answer.row(rows);
                    }
                    if (got < wanted) {
                        return false;
                    }
                }
            }
        }
    }

    private static boolean isSuperuser(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /**
     * Prepared by the server, which says whether it returns rows before anything is done: INTO
     * OUTFILE and CALL do not. The transaction is read-only, and a text of two statements is an
     * error of syntax.
     */
    private boolean mariaDb(Connection connection, String sql, Answer answer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET max_statement_time = " + timeoutSeconds);
        } catch (SQLException mySql) {
            // MySQL has another, which the driver sets
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("START TRANSACTION READ ONLY");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (statement.getMetaData() == null || statement.getMetaData().getColumnCount() == 0) {
                throw new ConsoleException(NOT_A_QUERY);
            }
            return rows(statement, answer);
        }
    }

    /**
     * As a user made for this query, who may read the tables and nothing else: H2's read-only
     * connections are a hint, and an administrator's functions read and write files.
     */
    private boolean h2(Connection administrator, String sql, Answer answer) throws SQLException {
        String user = READER + random(8).toUpperCase(java.util.Locale.ROOT);
        String password = random(PASSWORD_BYTES);
        try (Statement statement = administrator.createStatement()) {
            statement.execute("CREATE USER " + user + " PASSWORD '" + password + "'");
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_ADMIN_RIGHTS_REQUIRED) {
                // a user of less rights than an administrator's reads as it may
                return h2Select(administrator, sql, answer);
            }
            throw e;
        }
        try {
            try (Statement statement = administrator.createStatement()) {
                statement.execute("GRANT SELECT ON SCHEMA PUBLIC TO " + user);
            }
            try (Connection reader =
                    DriverManager.getConnection(
                            // without settings, which only an administrator may make
                            administrator.getMetaData().getURL().replaceFirst(";.*", ""),
                            user,
                            password)) {
                reader.setAutoCommit(false);
                return h2Select(reader, sql, answer);
            }
        } finally {
            try (Statement statement = administrator.createStatement()) {
                statement.execute("DROP USER IF EXISTS " + user);
            }
        }
    }

    private boolean h2Select(Connection connection, String sql, Answer answer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return rows(statement, answer);
        } finally {
            connection.rollback();
        }
    }

    private boolean rows(PreparedStatement statement, Answer answer) throws SQLException {
        statement.setQueryTimeout(timeoutSeconds);
        statement.setFetchSize(FETCH_ROWS);
        if (maxRows > 0) {
            statement.setMaxRows(maxRows + 1);
        }
        try (ResultSet result = statement.executeQuery()) {
            answer.columns(result.getMetaData());
            for (long count = 0; result.next(); count++) {
                if (maxRows > 0 && count == maxRows) {
                    return true;
                }
                answer.row(result);
            }
            return false;
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return java.util.HexFormat.of().formatHex(random);
    }
}
