package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.sink.Batch;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.RowList;
import io.siphon.schema.Column;
import io.siphon.schema.Table;

import javax.annotation.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
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
                                    c -> "CAST(? AS " + SqlType.h2(c.type()) + ") AS " + c.name(),
                                    ", "),
                            table.keyNames(k -> "t." + k + " = s." + k, " AND "),
                            whenMatched,
                            table.names(Column::name, ", "),
                            table.names(c -> "s." + c.name(), ", "));
        }

        @Override
        String replace(Table<?> table) {
            if (!table.settled().isEmpty()) {
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
        ErrorClass judge(String state, int code) {
            // Connection broken, database closed or shutting down, file trouble; then file locked,
            // concurrent update, lock timeout, statement cancelled. H2's states of its own are its
            // codes.
            return switch (code) {
                case 90067, 90098, 90121, 90028, 90031 -> ErrorClass.LOST;
                case 90020, 90131, 50200, 57014 -> ErrorClass.RETRY;
                default -> super.judge(state, code);
            };
        }

        @Override
        ErrorClass judge(SQLException error) {
            // Its store could not be written, and has closed itself; a server tells only the words.
            boolean broken =
                    ErrorText.chain(error).stream()
                            .anyMatch(e -> String.valueOf(e.getMessage()).contains(BROKEN_STORE));
            return broken ? ErrorClass.LOST : super.judge(error);
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
        String deleteSome(Table<?> table, String from, int rows) {
            // It knows no LIMIT of DELETE.
            return "DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s >= ? AND %2$s < ? LIMIT %3$d))"
                    .formatted(from, table.time(), rows);
        }

        @Override
        <T> BatchTarget<? extends Batch<T>> target(Database database, Table<T> table) {
            return new JdbcTarget<>(
                    database,
                    table.name(),
                    () -> new CopyRows<>(table.with(database.uids())),
                    connection ->
                            PostgresPartitions.has(table)
                                    ? new PartitionedRows<>(
                                            connection, table, copy(connection, table, database))
                                    : copy(connection, table, database));
        }

        @Override
        void partition(Connection connection, LocalDate today, long atMost)
                throws SQLException, InterruptedException {
            for (Table<?> table : PostgresPartitions.TABLES) {
                new PostgresPartitions(connection, table).takeOver(today, atMost);
            }
        }

        @Override
        void partitionAhead(Connection connection, LocalDate today) throws SQLException {
            for (Table<?> table : PostgresPartitions.TABLES) {
                PostgresPartitions partitions = new PostgresPartitions(connection, table);
                if (partitions.there()) {
                    partitions.make(List.of(today, today.plusDays(1), today.plusDays(2)));
                }
            }
        }

        @Override
        Partitions partitions(Connection connection, Table<?> table) throws SQLException {
            return PostgresPartitions.has(table)
                    ? new PostgresPartitions(connection, table).partitions()
                    : Partitions.none(table);
        }

        @Override
        void drop(Connection connection, Table<?> table, String partition)
                throws SQLException, InterruptedException {
            new PostgresPartitions(connection, table).drop(partition);
        }

        @Override
        void lookByTime(Connection connection) throws SQLException {
            // Of few rows among many the planner would look at all, by statistics of yesterday.
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET enable_seqscan = off");
            }
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
                return new CopyFallback<>(connection, table, database);
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
        ErrorClass judge(String state, int code) {
            // https://www.postgresql.org/docs/current/errcodes-appendix.html: 25006 is a standby
            // that was not promoted yet, 25P02…25P04 a transaction that was given up by the server;
            // 53 out of resources; 54 row too large, also for an index; 55006 and 55P03 in use,
            // locked; 57 an operator stepped in: cancelled, also by statement_timeout, shut down,
            // starting up; 58 file trouble.
            if (state.startsWith("53")
                    || state.startsWith("57")
                    || state.startsWith("58")
                    || state.startsWith("25P")
                    || state.equals("25006")
                    || state.equals("55006")
                    || state.equals("55P03")) {
                return ErrorClass.RETRY;
            }
            return state.startsWith("54") ? ErrorClass.REFUSE : super.judge(state, code);
        }
    },

    MARIADB("MariaDB", "mysql", "org.mariadb.jdbc.Driver", false) {
        @Override
        String insertMissing(Table<?> table) {
            // Not INSERT IGNORE, which would let rows pass that are too long or not valid.
            String key = table.key().get(0).name();
            return insert(table) + " ON DUPLICATE KEY UPDATE " + key + " = " + key;
        }

        @Override
        String replace(Table<?> table) {
            String settled = table.settled();
            if (settled.isEmpty()) {
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
        ErrorClass judge(String state, int code) {
            if (BUSY.contains(code)) {
                return ErrorClass.RETRY;
            }
            return UNFIT.contains(code) ? ErrorClass.REFUSE : super.judge(state, code);
        }
    };

    /**
     * https://mariadb.com/kb/en/mariadb-error-codes/ and MySQL's of the same numbers. Of the disk:
     * file not written (3, 1026), full (1021), storage engine's error (1030), table full, commit
     * failed (1180), temporary file (1878). Of resources: out of memory (1037, 1038, 1041),
     * connections (1040, 1203, 1226), threads (1135), transactions (1637). Of operators and limits:
     * shutting down (1053), Galera not ready (1047), host blocked (1129), lock wait timeout,
     * deadlock, read lock (1223), read-only (1290, 1792, 1836), query killed (1317), connection
     * killed (1927), statement timed out (1969; MySQL's 3024), idle for too long (4031). Of the
     * client: server gone (2006), lost (2013).
     */
    private static final Set<Integer> BUSY =
            Set.of(
                    3, 1021, 1026, 1030, 1037, 1038, 1040, 1041, 1047, 1053, 1114, 1129, 1135, 1180,
                    1203, 1205, 1213, 1223, 1226, 1290, 1317, 1637, 1792, 1836, 1878, 1927, 1969,
                    2006, 2013, 3024, 4031);

    /**
     * Packet too large, incorrect string value, data too long, CHECK constraint (MySQL's and
     * MariaDB's): their SQLState is often the catch-all HY000.
     */
    private static final Set<Integer> UNFIT = Set.of(1153, 1366, 1406, 3819, 4025);

    private static final int ADMIN_RIGHTS_REQUIRED = 90040;

    private static final String BROKEN_STORE = "org.h2.mvstore.MVStoreException";

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
        return textWithoutNul;
    }

    /** Inserts a row, and does nothing when its key is there. */
    abstract String insertMissing(Table<?> table);

    /** Inserts a row, or replaces the one with its key. */
    abstract String replace(Table<?> table);

    /**
     * Deletes at most so many of the rows whose time is in a range: from, inclusive; to.
     *
     * @param from table that has them
     */
    String deleteSome(Table<?> table, String from, int rows) {
        return "DELETE FROM %1$s WHERE %2$s >= ? AND %2$s < ? LIMIT %3$d"
                .formatted(from, table.time(), rows);
    }

    /**
     * Makes tables into partitioned ones where it pays and can be done.
     *
     * @param atMost bytes; larger ones are left as they are
     */
    void partition(Connection connection, LocalDate today, long atMost)
            throws SQLException, InterruptedException {}

    /** Makes the partitions that the next days will want. */
    void partitionAhead(Connection connection, LocalDate today) throws SQLException {}

    /** Where a table's rows are. */
    Partitions partitions(Connection connection, Table<?> table) throws SQLException {
        return Partitions.none(table);
    }

    /** Drops a partition, and stalls writers for no more than a moment. */
    void drop(Connection connection, Table<?> table, String partition)
            throws SQLException, InterruptedException {
        throw new UnsupportedOperationException("no partitions in " + title);
    }

    /** Before a connection looks for few rows by their time. */
    void lookByTime(Connection connection) throws SQLException {}

    /** The statement that stores one row. */
    final String store(Table<?> table) {
        return table.replaces() ? replace(table) : insertMissing(table);
    }

    /** Where the rows of a table go. */
    <T> BatchTarget<? extends Batch<T>> target(Database database, Table<T> table) {
        Table<T> known = table.with(database.uids());
        return new JdbcTarget<>(
                database,
                table.name(),
                () -> new RowList<>(known.roughBytes(), known::describe),
                connection -> inserts(connection, known, database));
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

    /** What an SQLState and a vendor's code mean. */
    ErrorClass judge(String state, int code) {
        // ISO 9075-2: 08 connection, 40 transaction rollback (deadlock, serialisation); 22 data,
        // 23 constraint.
        if (state.startsWith("08") || state.startsWith("40")) {
            return ErrorClass.RETRY;
        }
        return state.startsWith("22") || state.startsWith("23")
                ? ErrorClass.REFUSE
                : ErrorClass.FAIL;
    }

    /** What an error of this database's driver means. */
    ErrorClass judge(SQLException error) {
        // Where the reason stands differs: in the exception, the next one, or the cause.
        for (Throwable e : ErrorText.chain(error)) {
            for (Throwable next = e;
                    next instanceof SQLException sql;
                    next = sql.getNextException()) {
                if (sql.getSQLState() != null) {
                    return judge(sql.getSQLState(), sql.getErrorCode());
                }
            }
            if (e instanceof IOException) {
                return ErrorClass.RETRY;
            }
        }
        return ErrorClass.FAIL;
    }

    /** PostgreSQL's: all rows of another table with these columns, by the same rules. */
    static String insertFrom(Table<?> table, String other) {
        String columns = table.names(Column::name, ", ");
        return "INSERT INTO %s (%s) SELECT %s FROM %s%s"
                .formatted(table.name(), columns, columns, other, onConflict(table));
    }

    private static String onConflict(Table<?> table) {
        if (!table.replaces()) {
            return " ON CONFLICT DO NOTHING"; // each partition has a key of its own
        }
        String conflict = " ON CONFLICT (" + table.keyNames(k -> k, ", ") + ") DO ";
        String update = conflict + "UPDATE SET " + table.others(c -> c + " = EXCLUDED." + c, ", ");
        return table.settled().isEmpty()
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
