package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.sink.Batch;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.RowList;
import io.siphon.schema.Table;

import javax.annotation.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;

/**
 * The databases that Siphon stores in, and where they differ: {@link Statements}, {@link
 * ErrorCodes}, {@link TableStorage}, and how their drivers are used.
 */
enum Dialect {
    H2("H2", "h2", "org.h2.Driver", new H2Statements(), ErrorCodes::h2, new H2Storage()) {
        @Override
        Map<String, String> properties() {
            // Closing is ours: H2's own shutdown hook would race with the last checkpoint.
            // We report errors; H2 must not write them to a .trace.db file or to stderr.
            return Map.of("DB_CLOSE_ON_EXIT", "FALSE", "TRACE_LEVEL_FILE", "0");
        }

        @Override
        void sync(Connection connection) throws SQLException {
            // Only an administrator may hurry it.
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            } catch (SQLException e) {
                if (e.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
                    throw e;
                }
            }
        }

        @Override
        @Nullable
        String noRoom(String url) {
            return H2Disk.noRoom(url);
        }

        @Override
        ErrorClass judge(SQLException error) {
            // Its store could not be written, and has closed itself; a server sends only the
            // message.
            boolean broken =
                    ErrorText.chain(error).stream()
                            .anyMatch(e -> String.valueOf(e.getMessage()).contains(BROKEN_STORE));
            return broken ? ErrorClass.LOST : super.judge(error);
        }
    },

    POSTGRESQL(
            "PostgreSQL",
            "postgresql",
            "org.postgresql.Driver",
            new PostgresStatements(),
            ErrorCodes::postgres,
            new PostgresStorage()) {
        @Override
        <T> BatchTarget<? extends Batch<T>> target(Database database, Table<T> table) {
            return PostgresTarget.of(database, table);
        }

        @Override
        Map<String, String> properties() {
            return Map.of(
                    "reWriteBatchedInserts", "true",
                    "tcpKeepAlive", "true",
                    "connectTimeout", "10",
                    "socketTimeout", "60",
                    "ApplicationName", "siphon");
        }

        @Override
        boolean textWithoutNul() {
            return true;
        }
    },

    MARIADB(
            "MariaDB",
            "mysql",
            "org.mariadb.jdbc.Driver",
            new MariaDbStatements(),
            ErrorCodes::mariaDb,
            new MariaDbStorage()) {
        @Override
        Map<String, String> properties() {
            // Multi-row inserts: measured at 37 000 rows/s, where the binary bulk protocol gave 22
            // 000.
            return Map.of(
                    "rewriteBatchedStatements", "true",
                    "tcpKeepAlive", "true",
                    "connectTimeout", "10000",
                    "socketTimeout", "60000");
        }

        @Override
        <T> RowWriter<RowList<T>> inserts(Connection connection, Table<T> table, Database database)
                throws SQLException {
            RowWriter<RowList<T>> inserts = super.inserts(connection, table, database);
            return storage().byDay(table) ? new MariaDbDays<>(connection, table, inserts) : inserts;
        }
    };

    /** What an SQLState and a vendor's code mean. */
    private interface Codes {
        ErrorClass of(String state, int code);
    }

    private static final int ADMIN_RIGHTS_REQUIRED = 90040;

    private static final String BROKEN_STORE = "org.h2.mvstore.MVStoreException";

    private final String title;
    private final String folder;
    private final String driver;
    private final Statements statements;
    private final Codes codes;
    private final TableStorage storage;

    Dialect(
            String title,
            String folder,
            String driver,
            Statements statements,
            Codes codes,
            TableStorage storage) {
        this.title = title;
        this.folder = folder;
        this.driver = driver;
        this.statements = statements;
        this.codes = codes;
        this.storage = storage;
    }

    /**
     * The dialect that a URL asks for.
     *
     * @throws ConfigurationException when the database is not supported
     */
    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return MARIADB;
        }
        throw new ConfigurationException(
                "store.jdbc.url: expected jdbc:h2:…, jdbc:postgresql:…, jdbc:mariadb:… or jdbc:mysql:…, got "
                        + url.replaceAll("^((?:[^:]*:){0,2}).*", "$1…"));
    }

    /** As people write it. */
    String title() {
        return title;
    }

    /** Of the migrations: {@code db/migration/<folder>}. */
    String folder() {
        return folder;
    }

    String driver() {
        return driver;
    }

    /** The URL as its driver takes it: MariaDB's serves MySQL too, but not under its name. */
    String driverUrl(String url) {
        return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    /** Whether a text column cannot hold U+0000. */
    boolean textWithoutNul() {
        return false;
    }

    Statements statements() {
        return statements;
    }

    TableStorage storage() {
        return storage;
    }

    /** The statement that stores one row. */
    final String store(Table<?> table) {
        return table.replaces() ? statements.replace(table) : statements.insertMissing(table);
    }

    /** Where the rows of a table go. */
    <T> BatchTarget<? extends Batch<T>> target(Database database, Table<T> table) {
        Table<T> known = table.with(database.uids());
        return new JdbcTarget<>(
                database,
                table.name(),
                () -> new RowList<>(known.roughBytes(), known::describe),
                connection -> told(connection, known, inserts(connection, known, database)));
    }

    private static <T> RowWriter<RowList<T>> told(
            Connection connection, Table<T> table, RowWriter<RowList<T>> rows) {
        return DaySums.of(table)
                ? new ToldDays<>(
                        connection,
                        table.name(),
                        rows,
                        (batch, row) -> table.micros(batch.part(row, row + 1).get(0)),
                        Clock.systemUTC())
                : rows;
    }

    /** How rows get into a table by statements. */
    <T> RowWriter<RowList<T>> inserts(Connection connection, Table<T> table, Database database)
            throws SQLException {
        return table.replaces()
                ? new BatchedInserts<>(connection, table, this)
                : new OptimisticInserts<>(connection, table, database);
    }

    /** Of the connection; a URL may set others. */
    abstract Map<String, String> properties();

    /**
     * Why the database must not be written to now, before it breaks down over it; null when it may.
     */
    @Nullable
    String noRoom(String url) {
        return null;
    }

    /** Whether what is committed may be lost until the next {@link #sync}. */
    boolean commitsInMemory() {
        return this == H2;
    }

    /** Makes what is committed outlive a crash of this process. */
    void sync(Connection connection) throws SQLException {}

    /** What an error of this database's driver means. */
    ErrorClass judge(SQLException error) {
        // Where the reason stands differs: in the exception, the next one, or the cause.
        for (Throwable e : ErrorText.chain(error)) {
            for (Throwable next = e;
                    next instanceof SQLException sql;
                    next = sql.getNextException()) {
                if (sql.getSQLState() != null) {
                    return codes.of(sql.getSQLState(), sql.getErrorCode());
                }
            }
            if (e instanceof IOException) {
                return ErrorClass.RETRY;
            }
        }
        return ErrorClass.FAIL;
    }
}
