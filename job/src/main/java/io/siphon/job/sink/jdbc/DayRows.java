package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The rows of a table by their days, to be counted and deleted.
 *
 * <p>Rows go in small transactions, with a pause after each as long as it took, so that writers
 * have half of the database's time at least; a day with a partition of its own goes at once.
 */
final class DayRows {

    private static final Logger LOG = LoggerFactory.getLogger(DayRows.class);

    static final int BATCH_ROWS = 2_000;

    private static final int STATEMENT_SECONDS = 30;

    /** What is deleted already is looked at again, until the database has cleaned up. */
    private static final Duration SLICE = Duration.ofMinutes(2);

    /** A day's partition above this is not counted. */
    private static final long SMALL = 64L << 20;

    private final Connection connection;
    private final Dialect dialect;
    private final Table<?> table;
    private final CountDownLatch stop;

    /**
     * @param connection each statement is a transaction
     * @param stop at zero, the rest is left undone
     */
    DayRows(Connection connection, Dialect dialect, Table<?> table, CountDownLatch stop) {
        this.connection = connection;
        this.dialect = dialect;
        this.table = table;
        this.stop = stop;
    }

    Table<?> table() {
        return table;
    }

    Partitions partitions() throws SQLException {
        return dialect.storage().partitions(connection, table);
    }

    /** Days before another that have rows, or a partition. */
    SortedSet<LocalDate> before(LocalDate end) throws SQLException {
        Partitions partitions = partitions();
        SortedSet<LocalDate> days = new TreeSet<>(partitions.days().headMap(end).keySet());
        if (partitions.rest() != null) {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT 1 FROM %1$s WHERE %2$s >= ? AND %2$s < ? LIMIT 1"
                                    .formatted(from(partitions.rest()), table.time()))) {
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

    /**
     * How many rows a day has; of a large partition about. To count is to read it all, which slows
     * writers, and which to drop it is not.
     */
    long count(LocalDate day) throws SQLException {
        return count(day, partitions().days().get(day));
    }

    private long count(LocalDate day, @Nullable String partition) throws SQLException {
        TableStorage storage = dialect.storage();
        return partition == null
                        || storage.size(connection, table, partition, false).bytes() <= SMALL
                ? counted(day)
                : storage.size(connection, table, partition, true).rows();
    }

    private long counted(LocalDate day) throws SQLException {
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
     * Deletes all rows of a day.
     *
     * @param deleted gets the number of rows of each transaction; of a large partition about
     */
    long delete(LocalDate day, LongConsumer deleted) throws SQLException, InterruptedException {
        Partitions partitions = partitions();
        String partition = partitions.days().get(day);
        if (partition == null) {
            return partitions.rest() == null
                    ? 0
                    : delete(day, partitions.rest(), Long.MAX_VALUE, deleted);
        }
        long rows = count(day, partition);
        try {
            dialect.storage().drop(connection, table, partition);
        } catch (SQLException e) {
            if (!dialect.storage().isDropDenied(e)) {
                throw e;
            }
            LOG.warn("{}: deleting row by row: {}", table.name(), e.getMessage());
            return delete(day, partition, Long.MAX_VALUE, deleted);
        }
        deleted.accept(rows);
        return rows;
    }

    /**
     * Deletes rows of a day, oldest first.
     *
     * @param part of the table that has them
     * @param atMost rows, about
     */
    long delete(LocalDate day, String part, long atMost, LongConsumer deleted)
            throws SQLException, InterruptedException {
        long all = 0;
        try (PreparedStatement delete =
                connection.prepareStatement(
                        dialect.statements().deleteSome(table, from(part), BATCH_ROWS))) {
            delete.setQueryTimeout(STATEMENT_SECONDS);
            LocalDateTime end = day.plusDays(1).atStartOfDay();
            LocalDateTime from = day.atStartOfDay();
            while (from.isBefore(end) && all < atMost && stop.getCount() > 0) {
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

    private String from(String part) {
        return dialect.storage().from(table, part);
    }

    private static void bind(PreparedStatement statement, LocalDateTime from, LocalDateTime to)
            throws SQLException {
        statement.setObject(1, from);
        statement.setObject(2, to);
    }
}
