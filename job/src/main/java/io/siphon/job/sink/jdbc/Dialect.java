package io.siphon.job.sink.jdbc;

import io.siphon.job.ConfigurationException;
import io.siphon.job.sink.Batch;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.RowList;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/** The databases that Siphon stores in, and where their SQL and their errors differ. */
enum Dialect {
    H2("H2", "h2", "org.h2.Driver", false) {
        @Override
        String insertMissing(Table<?> table) {
            // MERGE … USING looks the row up by its key; H2 knows ON CONFLICT only in disguise.
            return merge(table, "");
        }

        private static String merge(Table<?> table, String whenMatched) {
            return "MERGE INTO %s t USING (SELECT %s) s ON %s%s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"
                    .formatted(
                            table.name(),
                            table.names(
                                    c -> "CAST(? AS " + c.type().h2() + ") AS " + c.name(), ", "),
                            table.keyNames(k -> "t." + k + " = s." + k, " AND "),
                            whenMatched,
                            table.names(Column::name, ", "),
                            table.names(c -> "s." + c.name(), ", "));
        }

        @Override
        String replace(Table<?> table) {
            if (table.settled() != null) {
                return merge(
                        table,
                        " WHEN MATCHED AND %s THEN UPDATE SET %s"
                                .formatted(
                                        replaceable(table, "t.", "s.%s"),
                                        table.others(c -> c + " = s." + c, ", ")));
            }
            return "MERGE INTO %s (%s) KEY (%s) VALUES (%s)"
                    .formatted(
                            table.name(),
                            table.names(Column::name, ", "),
                            table.keyNames(k -> k, ", "),
                            table.names(c -> "?", ", "));
        }

        @Override
        Map<String, String> properties() {
            // Closing is ours: H2's own shutdown hook would race with the last checkpoint.
            // Errors are ours to tell, not for a .trace.db file or, failing that, for stderr.
            return Map.of("DB_CLOSE_ON_EXIT", "FALSE", "TRACE_LEVEL_FILE", "0");
        }

        @Override
        void sync(Connection connection) throws SQLException {
            // A commit may wait in memory for half a second. Only an administrator may hurry it.
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            } catch (SQLException e) {
                if (e.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
                    throw e;
                }
            }
        }

        @Override
        Verdict judge(String state, int code) {
            // Connection broken, database closed or shutting down, file trouble (disk full), file
            // locked; concurrent update; lock timeout. H2's states of its own are its codes.
            return switch (code) {
                case 90067, 90098, 90121, 90028, 90031, 90020, 90131, 50200 -> Verdict.RETRY;
                default -> super.judge(state, code);
            };
        }
    },

    POSTGRESQL("PostgreSQL", "postgresql", "org.postgresql.Driver", true) {
        @Override
        String insertMissing(Table<?> table) {
            return insert(table) + onConflict(table);
        }

        @Override
        String replace(Table<?> table) {
            return insert(table) + onConflict(table);
        }

        @Override
        <T> BatchTarget<? extends Batch<T>> target(Database database, Table<T> table) {
            return new JdbcTarget<>(
                    database,
                    table.name(),
                    () -> new CopyRows<>(table.with(database.uids())),
                    connection -> copy(connection, table, database));
        }

        private <T> RowWriter<CopyRows<T>> copy(
                Connection connection, Table<T> table, Database database) throws SQLException {
            try {
                return new PostgresCopy<>(connection, table, database);
            } catch (SQLException e) {
                if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback();
                return new DecodedInserts<>(connection, table, database);
            }
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
        Verdict judge(String state, int code) {
            // https://www.postgresql.org/docs/current/errcodes-appendix.html: 25006 is a standby
            // that was not promoted yet; 53 out of resources; 54 row too large, also for an index;
            // 55P03 lock not available; 57P01…57P05 shut down, starting up; 58 file trouble.
            if (state.startsWith("57P")
                    || state.startsWith("53")
                    || state.startsWith("58")
                    || state.equals("25006")
                    || state.equals("55P03")) {
                return Verdict.RETRY;
            }
            return state.startsWith("54") ? Verdict.REFUSE : super.judge(state, code);
        }
    },

    MARIADB("MariaDB", "mysql", "org.mariadb.jdbc.Driver", false) {
        @Override
        String insertMissing(Table<?> table) {
            // Not INSERT IGNORE, which would let rows pass that are too long or not valid.
            String key = table.key().get(0);
            return insert(table) + " ON DUPLICATE KEY UPDATE " + key + " = " + key;
        }

        @Override
        String replace(Table<?> table) {
            String settled = table.settled();
            if (settled == null) {
                return insert(table)
                        + " ON DUPLICATE KEY UPDATE "
                        + table.others(c -> c + " = VALUES(" + c + ")", ", ");
            }
            // Set one after the other: what is asked of comes last. There it would be itself.
            String replaceable = replaceable(table, "", "VALUES(%s)");
            return insert(table)
                    + " ON DUPLICATE KEY UPDATE "
                    + table.others(
                            c ->
                                    c.equals(settled)
                                            ? null
                                            : "%1$s = IF(%2$s, VALUES(%1$s), %1$s)"
                                                    .formatted(c, replaceable),
                            ", ")
                    + ", %1$s = COALESCE(VALUES(%1$s), %1$s)".formatted(settled);
        }

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
        Verdict judge(String state, int code) {
            if (BUSY.contains(code)) {
                return Verdict.RETRY;
            }
            return UNFIT.contains(code) ? Verdict.REFUSE : super.judge(state, code);
        }
    };

    /**
     * https://mariadb.com/kb/en/mariadb-error-codes/: disk full, too many connections, shutting
     * down, table full, too many connections of the user, lock wait timeout, deadlock, user limit,
     * read-only server (twice), connection killed (twice).
     */
    private static final Set<Integer> BUSY =
            Set.of(1021, 1040, 1053, 1114, 1203, 1205, 1213, 1226, 1290, 1836, 1927, 3024);

    /**
     * Packet too large, incorrect string value, data too long, CHECK constraint (MySQL's and
     * MariaDB's): their SQLState is often the catch-all HY000.
     */
    private static final Set<Integer> UNFIT = Set.of(1153, 1366, 1406, 3819, 4025);

    private static final int ADMIN_RIGHTS_REQUIRED = 90040;

    /** To make temporary tables: everybody has it who was not denied it. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final String title;
    private final String folder;
    private final String driver;
    private final boolean textWithoutNul;

    Dialect(String title, String folder, String driver, boolean textWithoutNul) {
        this.title = title;
        this.folder = folder;
        this.driver = driver;
        this.textWithoutNul = textWithoutNul;
    }

    /**
     * The dialect that a URL asks for.
     *
     * @throws ConfigurationException when it is none of ours
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
        return textWithoutNul;
    }

    /** Inserts a row, and does nothing when its key is there. */
    abstract String insertMissing(Table<?> table);

    /** Inserts a row, or replaces the one with its key. */
    abstract String replace(Table<?> table);

    /** Where the rows of a table go. */
    <T> BatchTarget<? extends Batch<T>> target(Database database, Table<T> table) {
        Table<T> known = table.with(database.uids());
        return new JdbcTarget<>(
                database,
                table.name(),
                () -> new RowList<>(known.bytes(), known::describe),
                connection -> inserts(connection, known, database));
    }

    /** How rows get into a table by statements. */
    <T> RowWriter<RowList<T>> inserts(Connection connection, Table<T> table, Database database)
            throws SQLException {
        return table.replaces()
                ? new BatchedInserts<>(connection, table, this)
                : new HopefulInserts<>(connection, table, database);
    }

    /** Of the connection; a URL may set others. */
    abstract Map<String, String> properties();

    /** Makes what is committed outlive a crash of this process. */
    void sync(Connection connection) throws SQLException {}

    /** What an SQLState and a vendor's code mean. */
    Verdict judge(String state, int code) {
        // ISO 9075-2: 08 connection, 40 transaction rollback (deadlock, serialisation); 22 data,
        // 23 constraint.
        if (state.startsWith("08") || state.startsWith("40")) {
            return Verdict.RETRY;
        }
        return state.startsWith("22") || state.startsWith("23") ? Verdict.REFUSE : Verdict.FAIL;
    }

    /** What an error of this database's driver means. */
    final Verdict judge(SQLException error) {
        // Where the reason stands differs: in the exception, the next one, or the cause.
        for (Throwable e = error; e != null; e = e.getCause()) {
            for (Throwable next = e;
                    next instanceof SQLException sql;
                    next = sql.getNextException()) {
                if (sql.getSQLState() != null) {
                    return judge(sql.getSQLState(), sql.getErrorCode());
                }
            }
            if (e instanceof IOException) {
                return Verdict.RETRY;
            }
        }
        return Verdict.FAIL;
    }

    /** PostgreSQL's: all rows of another table with these columns, by the same rules. */
    static String insertFrom(Table<?> table, String other) {
        String columns = table.names(Column::name, ", ");
        return "INSERT INTO %s (%s) SELECT %s FROM %s%s"
                .formatted(table.name(), columns, columns, other, onConflict(table));
    }

    private static String onConflict(Table<?> table) {
        String conflict = " ON CONFLICT (" + table.keyNames(k -> k, ", ") + ") DO ";
        if (!table.replaces()) {
            return conflict + "NOTHING";
        }
        String update = conflict + "UPDATE SET " + table.others(c -> c + " = EXCLUDED." + c, ", ");
        return table.settled() == null
                ? update
                : update + " WHERE " + replaceable(table, table.name() + ".", "EXCLUDED.%s");
    }

    /** Whether the row that is there may be replaced: it is not final, or the new one is, too. */
    private static String replaceable(Table<?> table, String stored, String added) {
        return "(%s%s IS NULL OR %s IS NOT NULL)"
                .formatted(stored, table.settled(), added.formatted(table.settled()));
    }

    /** Inserts a row; one whose key is there is refused. */
    static String insert(Table<?> table) {
        return "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        table.name(), table.names(Column::name, ", "), table.names(c -> "?", ", "));
    }
}
