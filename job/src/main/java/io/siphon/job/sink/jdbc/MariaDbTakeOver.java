package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes over a large table of messages of an earlier version in MariaDB and MySQL, beside writers
 * and readers. Its rows are copied into a partitioned table, {@code siphon_new_sip_trace}, by their
 * ids. When nearly all are there, the two change names; the rows that came meanwhile are copied
 * from {@code siphon_old_sip_trace}, which is dropped then.
 *
 * <p>Each attempt begins where the one before it ended: the largest id that was copied says where.
 * Below it no row is missing, as a row's transaction is waited for before its id is passed.
 */
final class MariaDbTakeOver {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbTakeOver.class);

    /** Tables that cannot be taken over, by database and user: said once, and not tried again. */
    private static final Set<String> GIVEN_UP = ConcurrentHashMap.newKeySet();

    /** So many rows are out of sight for the moment that it takes to copy them. */
    private static final int FEW = 10_000;

    /** Where writers are as fast as the copy, it ends even so. */
    private static final int ROUNDS = 10;

    /** Pruning waits meanwhile. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** More ids than are given while a lock is waited for. */
    private static final long MARGIN = 1_000_000;

    private static final long NO_END = Long.MAX_VALUE;

    private static final int MOST_DAYS = 250;
    private static final int DAYS_AHEAD = 2;

    /** Disk full; error writing file; storage engine's error; table full. */
    private static final Set<Integer> NO_ROOM = Set.of(3, 1021, 1026, 1030, 1114);

    private final Connection connection;
    private final Table<?> table;
    private final String name;
    private final String next;
    private final String old;
    private final int batchRows;
    private final Duration longest;
    private final CountDownLatch stop;
    private final MariaDbDdl ddl;

    /**
     * @param connection each statement is a transaction
     * @param stop at zero, the rest is left undone
     */
    MariaDbTakeOver(Connection connection, Table<?> table, CountDownLatch stop) {
        this(connection, table, DayRows.BATCH_ROWS, LONGEST, stop);
    }

    /**
     * @param batchRows of a transaction
     * @param longest time of one attempt
     */
    MariaDbTakeOver(
            Connection connection,
            Table<?> table,
            int batchRows,
            Duration longest,
            CountDownLatch stop) {
        this.connection = connection;
        this.table = table;
        this.batchRows = batchRows;
        this.longest = longest;
        this.stop = stop;
        name = table.name();
        next = "siphon_new_" + name;
        old = "siphon_old_" + name;
        ddl = new MariaDbDdl(connection);
    }

    /** Brings what an earlier attempt left behind a partitioned table into it. */
    void finish() throws SQLException, InterruptedException {
        if ((exists(old) || exists(next)) && byDay(name)) {
            ddl.alone(name, MariaDbDdl.PATIENCE_SECONDS, this::finishAlone);
        }
    }

    private void finishAlone() throws SQLException, InterruptedException {
        if (exists(old)) {
            if (!copy(old, name, last(old, Long.MAX_VALUE), NO_END)) {
                return;
            }
            ddl.patiently(MariaDbDdl.TRIES, "DROP TABLE " + old);
            LOG.info("{} is partitioned by day", name);
        }
        if (exists(next)) {
            ddl.execute("DROP TABLE " + next);
        }
    }

    /** Goes on with a table that is not partitioned, for a while. */
    void run(LocalDate today) throws SQLException, InterruptedException {
        String here = connection.getMetaData().getURL() + " " + user() + " " + name;
        if (byDay(name) || GIVEN_UP.contains(here)) {
            return;
        }
        String why = whyNot();
        if (why == null) {
            try {
                ddl.alone(name, MariaDbDdl.PATIENCE_SECONDS, () -> takeOver(today));
                return;
            } catch (SQLException e) {
                if (!NO_ROOM.contains(e.getErrorCode())) {
                    throw e;
                }
                why = "no room for a copy: " + e.getMessage();
                ddl.execute("DROP TABLE IF EXISTS " + next);
            }
        }
        GIVEN_UP.add(here);
        LOG.warn(
                "{} stays one table, and its rows are deleted one by one: {}. After its next start"
                        + " Siphon tries again",
                name,
                why);
    }

    private String user() throws SQLException {
        return connection.getMetaData().getUserName();
    }

    /** Returns why a table cannot be taken over; null where it can. */
    private String whyNot() throws SQLException {
        String bound =
                ddl.text(
                        "SELECT trigger_name FROM information_schema.triggers WHERE event_object_schema = DATABASE() AND event_object_table = '%1$s' UNION ALL SELECT constraint_name FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE() AND '%1$s' IN (table_name, referenced_table_name)"
                                .formatted(name));
        if (bound != null) {
            return "trigger or foreign key " + bound + " depends on it";
        }
        try {
            // there is no such table; the privilege is asked for first
            ddl.execute("DROP TABLE IF EXISTS siphon_none");
            return null;
        } catch (SQLException e) {
            if (!new MariaDbStorage().isDropDenied(e)) {
                throw e;
            }
            return "privilege DROP is missing: " + e.getMessage();
        }
    }

    private void takeOver(LocalDate today) throws SQLException, InterruptedException {
        if (byDay(name)) {
            return;
        }
        long end = System.nanoTime() + longest.toNanos();
        prepare(today);
        for (int round = 0; round < ROUNDS; round++) {
            long from = last(next, Long.MAX_VALUE);
            long to = last(name, Long.MAX_VALUE);
            waitForTransactions();
            if (!copy(name, next, to, end)) {
                LOG.info("{}: copied up to id {} of {}", name, last(next, Long.MAX_VALUE), to);
                return;
            }
            if (to - from <= FEW) {
                break;
            }
        }
        forgetPruned();
        swap();
        finishAlone();
    }

    /** Makes the table that is copied into, or what an earlier attempt made of it ready. */
    private void prepare(LocalDate today) throws SQLException, InterruptedException {
        MariaDbPartitions partitions = new MariaDbPartitions(connection, table, next);
        SortedSet<LocalDate> days =
                new DayRows(connection, Dialect.MARIADB, table, stop)
                        .before(today.plusDays(DAYS_AHEAD + 1));
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            days.add(today.plusDays(ahead));
        }
        while (days.size() > MOST_DAYS) {
            days.remove(days.first());
        }
        if (partitions.there() && structure(name).equals(structure(next))) {
            partitions.makeAlone(days.tailSet(today));
            forgetPruned();
            return;
        }
        LOG.info("{} is copied into partitions by day, in the background", name);
        ddl.execute("DROP TABLE IF EXISTS " + next);
        ddl.execute("CREATE TABLE %s LIKE %s".formatted(next, name));
        ddl.execute(partitions.byDay(days));
    }

    /** Rows that were deleted since they were copied. */
    private void forgetPruned() throws SQLException, InterruptedException {
        String oldest =
                ddl.text("SELECT CAST(MIN(%s) AS CHAR) FROM %s".formatted(table.time(), name));
        String pruned = " FROM " + next;
        if (oldest != null) {
            pruned += " WHERE %s < '%s'".formatted(table.time(), oldest);
        }
        while (stop.getCount() > 0 && ddl.text("SELECT 1" + pruned + " LIMIT 1") != null) {
            ddl.patiently(MariaDbDdl.TRIES, "DELETE" + pruned + " LIMIT " + batchRows);
        }
    }

    /**
     * Returns when all transactions have ended that wrote to the table before, so that no row with
     * an id below the largest one is still to come. The statement changes nothing in InnoDB.
     */
    private void waitForTransactions() throws SQLException, InterruptedException {
        ddl.patiently(MariaDbDdl.TRIES, "ALTER TABLE " + name + " ENABLE KEYS");
    }

    /**
     * Copies rows in the order of their ids.
     *
     * @param last their last id
     * @param end of {@link System#nanoTime}; without one there are no pauses either
     * @return whether all are there
     */
    private boolean copy(String from, String to, long last, long end)
            throws SQLException, InterruptedException {
        String columns = String.join(", ", columns(from));
        long done = last(to, last);
        while (done < last) {
            long begun = System.nanoTime();
            if (stop.getCount() == 0 || (end != NO_END && begun - end > 0)) {
                return false;
            }
            String batch =
                    ddl.text(
                            "SELECT id FROM %s WHERE id > %d AND id <= %d ORDER BY id LIMIT 1 OFFSET %d"
                                    .formatted(from, done, last, batchRows - 1));
            long until = batch == null ? last : Long.parseLong(batch);
            ddl.patiently(
                    MariaDbDdl.TRIES,
                    "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s WHERE id > %4$d AND id <= %5$d ORDER BY id ON DUPLICATE KEY UPDATE %1$s.id = %1$s.id"
                            .formatted(to, columns, from, done, until));
            done = until;
            if (end != NO_END) {
                // writers have half of the database's time at least
                stop.await(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        }
        return true;
    }

    /** The largest id up to another; 0 where there is none. */
    private long last(String of, long upTo) throws SQLException {
        String id =
                ddl.text(
                        "SELECT id FROM %s WHERE id <= %d ORDER BY id DESC LIMIT 1"
                                .formatted(of, upTo));
        return id == null ? 0 : Long.parseLong(id);
    }

    private void swap() throws SQLException, InterruptedException {
        ddl.patiently(
                MariaDbDdl.TRIES,
                () -> {
                    ddl.execute(
                            "ALTER TABLE %s AUTO_INCREMENT = %d, ALGORITHM = INPLACE"
                                    .formatted(next, last(name, Long.MAX_VALUE) + MARGIN));
                    ddl.execute(
                            "RENAME TABLE %1$s TO %2$s, %3$s TO %1$s".formatted(name, old, next));
                });
    }

    /** Columns and indexes, but for the columns of these. */
    private List<String> structure(String of) throws SQLException {
        List<String> structure =
                new ArrayList<>(
                        ddl.texts(
                                "SELECT CONCAT_WS(' ', column_name, column_type, collation_name, is_nullable) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '%s' ORDER BY ordinal_position"
                                        .formatted(of)));
        structure.addAll(
                ddl.texts(
                        "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '%s' ORDER BY index_name"
                                .formatted(of)));
        return structure;
    }

    /** Those that are not computed. */
    private List<String> columns(String of) throws SQLException {
        return ddl.texts(
                "SELECT CONCAT('`', column_name, '`') FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '%s' AND extra NOT REGEXP '(VIRTUAL|STORED|PERSISTENT)' ORDER BY ordinal_position"
                        .formatted(of));
    }

    private boolean byDay(String of) throws SQLException {
        return new MariaDbPartitions(connection, table, of).there();
    }

    private boolean exists(String of) throws SQLException {
        return ddl.text(
                        "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '%s'"
                                .formatted(of))
                != null;
    }
}
