package io.siphon.job.sink.jdbc;

import io.siphon.job.config.Retention;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Deletes rows of days that have ended longer ago than they are kept. A day that came with rows
 * when its time was already over, as by a backfill or in the tables of an earlier version, counts
 * from when it was first seen: {@link RetentionLedger}.
 *
 * <p>Rows go in small transactions, with a pause after each as long as it took, so that writers
 * have half of the database's time at least.
 */
final class Pruner {

    /**
     * A day with rows that are older than they are kept.
     *
     * @param due whether it goes now
     * @param until when it goes, where it is kept as it came late; null where it goes now
     */
    record OldDay(LocalDate day, boolean due, @Nullable Instant until) {}

    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

    static final int BATCH_ROWS = 2_000;

    private static final int STATEMENT_SECONDS = 30;

    /** What is deleted already is looked at again, until the database has cleaned up. */
    private static final Duration SLICE = Duration.ofMinutes(2);

    /** After a longer break nobody knows which days were written late meanwhile. */
    private static final Duration LONGEST_BREAK = Duration.ofDays(2);

    private final Connection connection;
    private final Dialect dialect;
    private final Retention retention;
    private final Instant now;

    /** Whether days that came late go, too. */
    private final boolean all;

    /** Looked at between two statements. */
    private final CountDownLatch stop;

    /**
     * @param connection of its own; each statement is a transaction
     * @param all whether days that came late go, too
     * @param stop at zero, the rest is left undone
     */
    Pruner(
            Connection connection,
            Dialect dialect,
            Retention retention,
            Instant now,
            boolean all,
            CountDownLatch stop)
            throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.retention = retention;
        this.now = now;
        this.all = all;
        this.stop = stop;
        connection.setAutoCommit(true);
        dialect.lookByTime(connection);
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    /** The tables whose rows end. */
    List<Table<?>> tables() {
        return Tables.ALL.stream().filter(table -> retention.of(table) != null).toList();
    }

    /** The old days that a table has, oldest first; changes nothing. */
    List<OldDay> oldDays(Table<?> table) throws SQLException {
        RetentionLedger ledger = new RetentionLedger(connection, table.name());
        Duration kept = retention.of(table);
        RetentionLedger.Pruned last = ledger.pruned();
        boolean known = last != null && !last.at().isBefore(now.minus(LONGEST_BREAK));
        SortedMap<LocalDate, Instant> seen = ledger.seen();
        List<OldDay> days = new ArrayList<>();
        for (LocalDate day : daysBefore(table, firstKept(table))) {
            Instant came = seen.get(day);
            if (all || (came == null && known && !day.isBefore(last.before()))) {
                days.add(new OldDay(day, true, null));
            } else {
                Instant until = (came == null ? now : came).plus(kept);
                boolean due = !until.isAfter(now);
                days.add(new OldDay(day, due, due ? null : until));
            }
        }
        return days;
    }

    /** How many rows a day has. */
    long count(Table<?> table, LocalDate day) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT COUNT(*) FROM %1$s WHERE %2$s >= ? AND %2$s < ?"
                                .formatted(table.name(), table.time()))) {
            bind(select, day.atStartOfDay(), day.plusDays(1).atStartOfDay());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Deletes what is due in a table, and remembers the rest.
     *
     * @param deleted is told of the rows of each transaction
     */
    void prune(Table<?> table, LongConsumer deleted) throws SQLException, InterruptedException {
        RetentionLedger ledger = new RetentionLedger(connection, table.name());
        SortedMap<LocalDate, Instant> seen = ledger.seen();
        LocalDate first = firstKept(table);
        for (OldDay old : oldDays(table)) {
            if (old.due()) {
                long rows = delete(table, old.day(), deleted);
                LOG.info("{}: deleted {} rows of {}", table.name(), rows, old.day());
            } else if (!seen.containsKey(old.day())) {
                ledger.seen(old.day(), now);
            }
            if (stopped()) {
                return;
            }
            if (!old.due()) {
                seen.remove(old.day());
            }
        }
        // what is left are days without rows
        for (LocalDate gone : seen.headMap(first).keySet()) {
            ledger.forget(gone);
        }
        Partitions partitions = dialect.partitions(connection, table);
        if (partitions.restEnd() != null
                && !partitions.restEnd().isAfter(first)
                && partitions.days().keySet().containsAll(daysBefore(table, first))) {
            dialect.drop(connection, table, partitions.rest());
        }
        ledger.pruned(new RetentionLedger.Pruned(first, now));
    }

    /** The first day that a table keeps in any case. */
    LocalDate firstKept(Table<?> table) {
        return LocalDate.ofInstant(now.minus(retention.of(table)), ZoneOffset.UTC);
    }

    private SortedSet<LocalDate> daysBefore(Table<?> table, LocalDate end) throws SQLException {
        Partitions partitions = dialect.partitions(connection, table);
        SortedSet<LocalDate> days = new TreeSet<>(partitions.days().headMap(end).keySet());
        if (partitions.rest() != null) {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT 1 FROM %1$s WHERE %2$s >= ? AND %2$s < ? LIMIT 1"
                                    .formatted(partitions.rest(), table.time()))) {
                collect(select, LocalDate.EPOCH.minusYears(1), end, days);
            }
        }
        return days;
    }

    /** By halves, which an index on blocks serves as well as a tree. */
    private static void collect(
            PreparedStatement select, LocalDate from, LocalDate to, SortedSet<LocalDate> days)
            throws SQLException {
        long length = ChronoUnit.DAYS.between(from, to);
        if (length <= 0) {
            return;
        }
        bind(select, from.atStartOfDay(), to.atStartOfDay());
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return;
            }
        }
        if (length == 1) {
            days.add(from);
        } else {
            LocalDate middle = from.plusDays(length / 2);
            collect(select, from, middle, days);
            collect(select, middle, to, days);
        }
    }

    private long delete(Table<?> table, LocalDate day, LongConsumer deleted)
            throws SQLException, InterruptedException {
        Partitions partitions = dialect.partitions(connection, table);
        String partition = partitions.days().get(day);
        if (partition != null) {
            long rows = count(table, day);
            dialect.drop(connection, table, partition);
            deleted.accept(rows);
            return rows;
        }
        long all = 0;
        try (PreparedStatement delete =
                connection.prepareStatement(
                        dialect.deleteSome(table, partitions.rest(), BATCH_ROWS))) {
            delete.setQueryTimeout(STATEMENT_SECONDS);
            LocalDateTime end = day.plusDays(1).atStartOfDay();
            LocalDateTime from = day.atStartOfDay();
            while (from.isBefore(end) && !stopped()) {
                LocalDateTime to = from.plus(SLICE);
                long begun = System.nanoTime();
                bind(delete, from, to);
                int rows = delete.executeUpdate();
                deleted.accept(rows);
                all += rows;
                from = rows == BATCH_ROWS ? from : to;
                stop.await(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        }
        return all;
    }

    private static void bind(PreparedStatement statement, LocalDateTime from, LocalDateTime to)
            throws SQLException {
        statement.setObject(1, from);
        statement.setObject(2, to);
    }
}
