package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's tables of messages, by day of the row's own time: {@code sip_trace} has its rows in
 * {@code sip_trace_20260301} and so on, and those of an earlier version in {@code
 * sip_trace_before}. Each of these has a key of its own, {@code uid}, which begins with the time: a
 * row that is written again meets itself.
 *
 * <p>The other tables have a tenth of the rows and are kept for more than a year: 400 partitions
 * would all be looked into for a Call-ID (docs/adr/0016).
 */
final class PostgresPartitions {

    /** {@code FOR VALUES FROM ('2026-03-01 00:00:00') TO ('2026-03-02 00:00:00')}. */
    private static final Pattern BOUNDS =
            Pattern.compile(
                    "FOR VALUES FROM \\((MINVALUE|'([0-9-]{10}) 00:00:00')\\) TO \\('([0-9-]{10}) 00:00:00'\\)");

    private static final Pattern BEFORE = Pattern.compile("< '([0-9-]{10}) ");

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPartitions.class);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int TRIES = 20;
    private static final long SHORT_MS = 500;

    /** The oldest whose ATTACH lets writers go on. */
    private static final int OLDEST_VERSION = 12;

    private static final int WITH_COMPRESSION = 14;

    /** Days that rows may come for while a table is taken over. */
    private static final int MARGIN_DAYS = 2;

    private final Connection connection;
    private final Table<?> table;

    /** What has the rows: for {@code sip_trace}, a view, it is {@code sip_message}. */
    private final String name;

    /** What names of partitions begin with. */
    private final String prefix;

    private long lockTimeoutMs = SHORT_MS;

    /**
     * @param connection each statement is a transaction
     */
    PostgresPartitions(Connection connection, Table<?> table) {
        this.connection = connection;
        this.table = table;
        name = PostgresStatements.relationOf(table);
        prefix = table.name();
    }

    private String before() {
        return prefix + "_before";
    }

    private String of(LocalDate day) {
        return prefix + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** Whether the table is partitioned. */
    boolean there() throws SQLException {
        return "p".equals(kind());
    }

    @Nullable
    private String kind() throws SQLException {
        return text("SELECT relkind FROM pg_class WHERE oid = to_regclass('" + name + "')");
    }

    Partitions partitions() throws SQLException {
        if (!there()) {
            return Partitions.none(table);
        }
        SortedMap<LocalDate, String> days = new TreeMap<>();
        String rest = null;
        LocalDate restEnd = null;
        try (Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '%s'::regclass"
                                        .formatted(name))) {
            while (rows.next()) {
                Matcher bounds = BOUNDS.matcher(rows.getString(2));
                if (!bounds.matches()) {
                    continue; // an operator's own
                }
                LocalDate end = LocalDate.parse(bounds.group(3));
                if (rows.getString(1).equals(before())) {
                    rest = rows.getString(1);
                    restEnd = end;
                } else if (bounds.group(2) != null
                        && LocalDate.parse(bounds.group(2)).plusDays(1).equals(end)) {
                    days.put(LocalDate.parse(bounds.group(2)), rows.getString(1));
                }
            }
        }
        return new Partitions(days, rest, restEnd);
    }

    /**
     * Makes the partitions of these days that there are not yet; writers to others go on. A table
     * that is being taken over takes rows of all days again.
     */
    void make(Collection<LocalDate> days) throws SQLException {
        if (!there()) {
            execute("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s".formatted(name, before()));
            return;
        }
        Partitions made = partitions();
        for (LocalDate day : days) {
            if (!made.days().containsKey(day)
                    && (made.restEnd() == null || !day.isBefore(made.restEnd()))) {
                make(day);
            }
        }
    }

    private void make(LocalDate day) throws SQLException {
        String partition = of(day);
        transaction(
                () -> {
                    alone();
                    if (exists(partition)) {
                        return;
                    }
                    execute(
                            "CREATE TABLE %s (LIKE %s INCLUDING ALL)%s"
                                    .formatted(partition, name, storage()),
                            "ALTER TABLE %s ADD PRIMARY KEY (uid)".formatted(partition),
                            "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                                    .formatted(name, partition, day, day.plusDays(1)));
                });
    }

    /** Storage parameters, which LIKE leaves out, are those of another partition. */
    private String storage() throws SQLException {
        String options =
                text(
                        "SELECT array_to_string(c.reloptions, ', ') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '%s'::regclass AND c.reloptions IS NOT NULL LIMIT 1"
                                .formatted(name));
        return options == null ? "" : " WITH (" + options + ")";
    }

    /**
     * Drops a partition; a writer waits for half a second at most, or a second more where an
     * autovacuum is in the way.
     */
    void drop(String partition) throws SQLException, InterruptedException {
        patiently(
                () ->
                        transaction(
                                () ->
                                        execute(
                                                "SET LOCAL lock_timeout = " + lockTimeoutMs,
                                                "DROP TABLE IF EXISTS " + partition)));
    }

    /**
     * Makes a table that has its rows itself into a partitioned one; these become its first
     * partition. Begins where an earlier attempt has ended. Nothing is copied, but all rows are
     * looked at once, while they are written to and read.
     *
     * @param atMost bytes; a larger table is left as it is
     */
    void takeOver(LocalDate today, long atMost) throws SQLException, InterruptedException {
        if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_VERSION
                || !"r".equals(kind())
                || Long.parseLong(text("SELECT pg_table_size('" + name + "')")) > atMost) {
            return;
        }
        if ("t"
                .equals(
                        text(
                                "SELECT EXISTS (SELECT 1 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid WHERE d.refobjid = '%s'::regclass AND d.classid = 'pg_rewrite'::regclass AND r.ev_class <> '%s'::regclass)"
                                        .formatted(name, prefix)))) {
            LOG.warn(
                    "{} stays one table: a view depends on it. Drop the view, and make it again when"
                            + " {} is partitioned, an hour later or after the next start",
                    prefix,
                    prefix);
            return;
        }
        LocalDate end = hasRows() ? checkedEnd(today) : null;
        patiently(() -> transaction(() -> swap(end)));
        if (there()) {
            LOG.info("{} is partitioned by day", prefix);
        }
    }

    private boolean hasRows() throws SQLException {
        return "t".equals(text("SELECT EXISTS (SELECT 1 FROM " + name + ")"));
    }

    /** Returns the first day that no row has, which the database has seen to. */
    private LocalDate checkedEnd(LocalDate today) throws SQLException, InterruptedException {
        String has = constraint("pg_get_constraintdef(oid)");
        LocalDate end;
        if (has == null) {
            String last =
                    text(
                            "SELECT CAST(MAX(%1$s) AS DATE) FROM %2$s WHERE %1$s >= '%3$s'"
                                    .formatted(table.time(), name, today));
            end = (last == null ? today : LocalDate.parse(last)).plusDays(MARGIN_DAYS);
            String add =
                    "ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s < '%s') NOT VALID"
                            .formatted(name, before(), table.time(), end);
            patiently(
                    () ->
                            transaction(
                                    () ->
                                            execute(
                                                    "SET LOCAL lock_timeout = " + lockTimeoutMs,
                                                    add)));
        } else {
            Matcher date = BEFORE.matcher(has);
            if (!date.find()) {
                throw new SQLException("constraint " + before() + " is not Siphon's: " + has);
            }
            end = LocalDate.parse(date.group(1));
        }
        if (!"t".equals(constraint("convalidated"))) {
            execute("ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(name, before()));
        }
        return end;
    }

    @Nullable
    private String constraint(String what) throws SQLException {
        return text(
                "SELECT %s FROM pg_constraint WHERE conrelid = '%s'::regclass AND conname = '%s'"
                        .formatted(what, name, before()));
    }

    private void swap(@Nullable LocalDate end) throws SQLException {
        alone();
        execute(
                "SET LOCAL lock_timeout = " + lockTimeoutMs,
                "LOCK TABLE " + name + " IN ACCESS EXCLUSIVE MODE");
        if (there() || (end == null && hasRows())) {
            return;
        }
        String next = text("SELECT nextval(pg_get_serial_sequence('" + name + "', 'id'))");
        List<String> indexes =
                texts(
                        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '%s'::regclass AND NOT indisunique"
                                .formatted(name));
        List<String> indexNames =
                texts(
                        "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = '%s'::regclass"
                                .formatted(name));
        List<String> grants = grants();
        String view =
                name.equals(prefix)
                        ? null
                        : text("SELECT pg_get_viewdef('" + prefix + "'::regclass)");
        String old = before();
        execute("ALTER TABLE " + name + " RENAME TO " + old);
        for (String index : indexNames) {
            execute(
                    "ALTER INDEX %s RENAME TO %s_before"
                            .formatted(index, index.replaceFirst("^.*\\.", "")));
        }
        boolean compression =
                connection.getMetaData().getDatabaseMajorVersion() >= WITH_COMPRESSION;
        execute(
                "ALTER TABLE " + old + " ALTER id DROP IDENTITY",
                "CREATE SEQUENCE %s_numbers START %s".formatted(prefix, next),
                "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING COMMENTS%s) PARTITION BY RANGE (%s)"
                        .formatted(
                                name,
                                old,
                                compression ? " INCLUDING COMPRESSION" : "",
                                table.time()),
                "ALTER TABLE %s ALTER id SET DEFAULT nextval('%s_numbers')".formatted(name, prefix),
                "ALTER SEQUENCE %s_numbers OWNED BY %s.id".formatted(prefix, name));
        execute(indexes.toArray(String[]::new));
        execute(grants.toArray(String[]::new));
        if (view != null) {
            // it would go on reading the old one
            execute("CREATE OR REPLACE VIEW %s AS %s".formatted(prefix, view));
        }
        execute(
                end == null
                        ? "DROP TABLE " + old
                        : "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (MINVALUE) TO ('%s')"
                                .formatted(name, old, end));
    }

    private List<String> grants() throws SQLException {
        return texts(
                "SELECT format('GRANT %%s ON %1$s TO %%s%%s', a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = '%1$s'::regclass AND a.grantee <> c.relowner"
                        .formatted(name));
    }

    /** One process at a time changes what partitions there are. */
    private void alone() throws SQLException {
        text("SELECT pg_advisory_xact_lock(hashtext('siphon " + prefix + "'))::text");
    }

    private boolean exists(String relation) throws SQLException {
        return text("SELECT to_regclass('" + relation + "')::text") != null;
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void transaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * Again where others have a lock for long: while one waits for it, all others do. In the end
     * for as long as it takes PostgreSQL to see that an autovacuum is in the way, and to cancel it.
     */
    private void patiently(Work work) throws SQLException, InterruptedException {
        for (int tried = 1; ; tried++) {
            lockTimeoutMs = SHORT_MS;
            if (tried > TRIES / 2) {
                lockTimeoutMs += deadlockTimeoutMs();
            }
            try {
                work.run();
                return;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || tried == TRIES) {
                    throw e;
                }
                Thread.sleep(SHORT_MS);
            }
        }
    }

    private long deadlockTimeoutMs() throws SQLException {
        return Long.parseLong(
                text("SELECT setting FROM pg_settings WHERE name = 'deadlock_timeout'"));
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Nullable
    private String text(String sql) throws SQLException {
        List<String> texts = texts(sql);
        return texts.isEmpty() ? null : texts.get(0);
    }

    private List<String> texts(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
