package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/**
 * Keeps a database below {@code store.max-size}: the oldest messages go first. A day that has ended
 * and has a partition of its own goes as a whole; else rows go, as many as take what is too much.
 * The other tables are a tenth of the rows, and are left to their retention; templates of messages
 * go with the messages of their day.
 */
final class SizeGuard {

    /**
     * What is too much, and what goes.
     *
     * @param bytes that the database takes, before
     * @param rows messages deleted, or to be deleted; about
     * @param first the first day of these; null when there are none
     * @param last their last day
     * @param remaining bytes that are too much even so
     */
    record Excess(
            long bytes,
            long rows,
            @Nullable LocalDate first,
            @Nullable LocalDate last,
            long remaining) {

        private static final Excess NONE = new Excess(0, 0, null, null, 0);

        private Excess with(LocalDate day, long more, long stillTooMuch) {
            return more == 0
                    ? new Excess(bytes, rows, first, last, stillTooMuch)
                    : new Excess(
                            bytes, rows + more, first == null ? day : first, day, stillTooMuch);
        }
    }

    /** No clock is so far ahead. */
    private static final LocalDate END = LocalDate.of(2200, 1, 1);

    private final Connection connection;
    private final Dialect dialect;
    private final long maxBytes;
    private final LocalDate today;
    private final CountDownLatch stop;

    /**
     * @param connection of its own; each statement is a transaction
     * @param maxBytes more than 0
     * @param stop at zero, the rest is left undone
     */
    SizeGuard(
            Connection connection, Dialect dialect, long maxBytes, Instant now, CountDownLatch stop)
            throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.maxBytes = maxBytes;
        this.stop = stop;
        today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        connection.setAutoCommit(true);
    }

    /** The bytes that rows and indexes take; looked at twice where they seem to be too many. */
    long bytes() throws SQLException {
        long bytes = dialect.storage().bytes(connection, false);
        return bytes <= maxBytes ? bytes : dialect.storage().bytes(connection, true);
    }

    /** What would go; changes nothing. */
    Excess look(long bytes) throws SQLException, InterruptedException {
        return free(
                bytes,
                new Way() {
                    @Override
                    public long drop(DayRows rows, LocalDate day, String part) throws SQLException {
                        return rows.count(day);
                    }

                    @Override
                    public long delete(DayRows rows, LocalDate day, String part, long atMost)
                            throws SQLException {
                        return Math.min(atMost, rows.count(day));
                    }
                });
    }

    /**
     * Deletes what is too much.
     *
     * @param bytes see {@link #bytes}
     * @param deleted gets the number of rows of each transaction
     */
    Excess free(long bytes, LongConsumer deleted) throws SQLException, InterruptedException {
        return free(
                bytes,
                new Way() {
                    @Override
                    public long drop(DayRows rows, LocalDate day, String part)
                            throws SQLException, InterruptedException {
                        return rows.delete(day, deleted);
                    }

                    @Override
                    public long delete(DayRows rows, LocalDate day, String part, long atMost)
                            throws SQLException, InterruptedException {
                        return rows.delete(day, part, atMost, deleted);
                    }
                });
    }

    private interface Way {
        long drop(DayRows rows, LocalDate day, String part)
                throws SQLException, InterruptedException;

        long delete(DayRows rows, LocalDate day, String part, long atMost)
                throws SQLException, InterruptedException;
    }

    private Excess free(long bytes, Way way) throws SQLException, InterruptedException {
        if (bytes <= maxBytes) {
            return Excess.NONE;
        }
        dialect.storage().lookByTime(connection);
        Excess excess = new Excess(bytes, 0, null, null, bytes - maxBytes);
        for (SortedMap.Entry<LocalDate, List<DayRows>> day : days().entrySet()) {
            for (DayRows rows : day.getValue()) {
                if (excess.remaining() <= 0 || stop.getCount() == 0) {
                    return excess;
                }
                excess = free(excess, day.getKey(), rows, way);
            }
        }
        return excess;
    }

    private Excess free(Excess excess, LocalDate day, DayRows rows, Way way)
            throws SQLException, InterruptedException {
        Partitions partitions = rows.partitions();
        String own = partitions.days().get(day);
        long tooMuch = excess.remaining();
        if (own != null && day.isBefore(today)) {
            long size = size(rows, own, false).bytes();
            return excess.with(day, way.drop(rows, day, own), tooMuch - size);
        }
        String part = own == null ? partitions.rest() : own;
        double bytesARow = size(rows, part, true).bytesARow();
        long deleted = way.delete(rows, day, part, (long) Math.ceil(tooMuch / bytesARow));
        return excess.with(day, deleted, (long) (tooMuch - deleted * bytesARow));
    }

    private TableSize size(DayRows rows, String part, boolean exactly) throws SQLException {
        return dialect.storage().size(connection, rows.table(), part, exactly);
    }

    /** The days that have messages, and in which tables. */
    private SortedMap<LocalDate, List<DayRows>> days() throws SQLException {
        SortedMap<LocalDate, List<DayRows>> days = new TreeMap<>();
        for (Table<?> table : Partitions.WANTED) {
            DayRows rows = new DayRows(connection, dialect, table, stop);
            for (LocalDate day : rows.before(END)) {
                days.computeIfAbsent(day, key -> new ArrayList<>()).add(rows);
            }
        }
        return days;
    }
}
