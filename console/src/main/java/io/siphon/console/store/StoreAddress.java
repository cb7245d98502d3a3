package io.siphon.console.store;

import io.siphon.console.ConsoleException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Properties;

/**
 * URL, user and password of a database.
 *
 * @param url JDBC, of H2, PostgreSQL, MariaDB or MySQL
 */
public record StoreAddress(String url, String user, String password) {

    /** How PostgreSQL names its connections, in pg_stat_activity. */
    public static final String APPLICATION = "siphon console";

    private static final int H2_LOCKED = 90020;
    private static final int H2_NOT_FOUND = 90146;
    private static final int H2_BROKEN = 90067;
    private static final int H2_TIMEOUT = 57014;
    private static final int MARIADB_TIMEOUT = 1969;
    private static final String POSTGRES_CANCELLED = "57014";

    /** {@code PostgreSQL at db.example:5432/siphon}: no user, no password, no options. */
    public String title() {
        String place =
                url.replaceFirst("^jdbc:[a-z0-9]+:(file:)?", "")
                        .replaceFirst("[?;].*", "")
                        .replaceFirst("^//([^/@]*@)?", "");
        return product() + " at " + place;
    }

    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Of a connection. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        if (isH2()) {
            properties.setProperty("IFEXISTS", "TRUE");
            properties.setProperty("TRACE_LEVEL_FILE", "0");
        } else if (isPostgres()) {
            // planned for the values each time: an hour and a month want different plans
            properties.setProperty("prepareThreshold", "0");
            properties.setProperty("ApplicationName", APPLICATION);
        } else {
            // the server says what a statement returns, before it is executed
            properties.setProperty("useServerPrepStmts", "true");
        }
        return properties;
    }

    /**
     * A connection as it comes, which may write: for {@link ReadOnlyQuery}, acknowledgements and
     * the audit. An H2 file that a running job has open is reached through that job.
     */
    public Connection connect() throws SQLException {
        try {
            return prepared(DriverManager.getConnection(driverUrl(), properties()));
        } catch (SQLException e) {
            String door = isLocked(e) ? door() : null;
            if (door == null) {
                throw e;
            }
            try {
                return DriverManager.getConnection(door, properties());
            } catch (SQLException inside) {
                throw isBroken(inside) ? e : inside;
            }
        }
    }

    /** Of PostgreSQL without JIT: it compiles for longer than such queries run. */
    Connection prepared(Connection connection) {
        if (isPostgres()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET jit = off");
            } catch (SQLException before11) {
                // which has none
            }
        }
        return connection;
    }

    /** Whether another process has the H2 file open. */
    boolean isLocked(SQLException error) {
        return isH2() && error.getErrorCode() == H2_LOCKED;
    }

    /** Whether a statement ran out of its time. */
    boolean isTimeout(SQLException error) {
        return error instanceof SQLTimeoutException
                || error.getErrorCode() == H2_TIMEOUT
                || error.getErrorCode() == MARIADB_TIMEOUT
                || POSTGRES_CANCELLED.equals(error.getSQLState());
    }

    /** Whether nobody answers. */
    static boolean isBroken(SQLException error) {
        return error.getErrorCode() == H2_BROKEN;
    }

    /**
     * The URL that the process which has the H2 file open has left beside it; null when there is
     * none.
     */
    String door() {
        Path door =
                Path.of(
                        url.replaceFirst("^jdbc:h2:(file:)?", "").replaceFirst(";.*", "")
                                + ".door");
        try {
            return Files.readString(door).strip();
        } catch (IOException e) {
            return null;
        }
    }

    /** As the driver takes it: MariaDB's serves MySQL too, but not under its name. */
    String driverUrl() {
        return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    /** What to tell the user about an error of the driver. */
    ConsoleException explain(SQLException error) {
        if (!url.matches("jdbc:(h2|postgresql|mariadb|mysql):.*")) {
            return new ConsoleException(
                    "store.jdbc.url: expected jdbc:h2:…, jdbc:postgresql:…, jdbc:mariadb:… or"
                            + " jdbc:mysql:…, got "
                            + url.replaceAll("^((?:[^:]*:){0,2}).*", "$1…"),
                    error);
        }
        if (isLocked(error)) {
            return new ConsoleException(
                    title()
                            + " is open in another process that does not share it: a siphon run that is still"
                            + " starting (waited for it), another siphon command, or H2's shell",
                    error);
        }
        if (isH2() && error.getErrorCode() == H2_NOT_FOUND) {
            return new ConsoleException(
                    title()
                            + " does not exist: siphon run creates it; set data.dir or store.jdbc.url",
                    error);
        }
        return new ConsoleException(
                "store.jdbc.url: %s cannot be read as user %s: %s"
                        .formatted(title(), user, words(error)),
                error);
    }

    /** What the database says, in one line, without the password. */
    public String words(SQLException error) {
        String words =
                String.valueOf(error.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("; SQL statement:$", "");
        return password.isEmpty() ? words : words.replace(password, "***");
    }

    private String product() {
        if (isPostgres()) {
            return "PostgreSQL";
        }
        return isH2() ? "H2" : "MariaDB";
    }
}
