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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Adds up the calls and streams of past days by the hour, in tables {@code call_sums} and {@code
 * stream_sums}, which the console reads instead of millions of rows.
 *
 * <p>A sum is of one snapshot of the database. {@link ToldDays} tells of rows that come for such a
 * day later, in their own transaction, and the day is added up again. So in every snapshot a day
 * that is in {@code summed_days} and not in {@code changed_days} has the sums of its rows.
 */
final class DaySums {

    /** Rows older than this are told of when they are written. */
    static final Duration TOLD = Duration.ofDays(1);

    /** From the end of a day; what is longer than {@link #TOLD} is time for a transaction. */
    private static final Duration SETTLED = Duration.ofHours(36);

    /** Further back, rows are read one by one. */
    private static final int MOST_DAYS = 400;

    private static final int HOURS = 24;

    private static final Logger LOG = LoggerFactory.getLogger(DaySums.class);

    /**
     * What is added up of a table.
     *
     * @param select rows of an hour, as they are in {@code target} after its own columns
     * @param named whether target has sums of several tables, and the name of each
     */
    private record Kind(Table<?> table, String target, boolean named, String select) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            Tables.CALLS,
                            "call_sums",
                            false,
                            "SELECT trunk, node, outcome, final_status, q850_cause, cause,"
                                    + " COUNT(*), COUNT(ended_at), SUM(duration_ms),"
                                    + " COUNT(duration_ms), SUM(pdd_ms), COUNT(pdd_ms) FROM calls"
                                    + " WHERE started_at >= ? AND started_at < ? AND (leg IS NULL"
                                    + " OR leg = 1) GROUP BY trunk, node, outcome, final_status,"
                                    + " q850_cause, cause"),
                    streams(Tables.STREAMS, "mos", "loss_pct"),
                    streams(Tables.REPORTED_STREAMS, "mos_mean", "loss_mean_pct"));

    private static Kind streams(Table<?> table, String mos, String loss) {
        return new Kind(
                table,
                "stream_sums",
                true,
                ("SELECT trunk, node, codec, COUNT(*), SUM(%1$s), COUNT(%1$s), SUM(%2$s),"
                                + " COUNT(%2$s), SUM(jitter_mean_ms), COUNT(jitter_mean_ms) FROM"
                                + " %3$s WHERE started_at >= ? AND started_at < ? GROUP BY trunk,"
                                + " node, codec")
                        .formatted(mos, loss, table.name()));
    }

    private final Connection connection;
    private final Dialect dialect;
    private final Instant now;
    private final CountDownLatch stop;

    /**
     * @param connection of its own
     * @param stop at zero, the rest is left undone
     */
    DaySums(Connection connection, Dialect dialect, Instant now, CountDownLatch stop) {
        this.connection = connection;
        this.dialect = dialect;
        this.now = now;
        this.stop = stop;
    }

    /** Whether rows of a table are added up. */
    static boolean of(Table<?> table) {
        return kind(table) != null;
    }

    @Nullable
    private static Kind kind(Table<?> table) {
        return KINDS.stream()
                .filter(kind -> kind.table().name().equals(table.name()))
                .findFirst()
                .orElse(null);
    }

    /** All tables, of days whose rows are kept. */
    void update(Retention retention) throws SQLException, InterruptedException {
        for (Kind kind : KINDS) {
            Duration kept = retention.of(kind.table());
            update(
                    kind.table(),
                    kept == null ? null : LocalDate.ofInstant(now.minus(kept), ZoneOffset.UTC));
        }
    }

    /**
     * Adds up what is not, or has changed since.
     *
     * @param firstKept rows of days before are deleted; null where none is
     */
    void update(Table<?> table, @Nullable LocalDate firstKept)
            throws SQLException, InterruptedException {
        Kind kind = kind(table);
        if (kind == null) {
            return;
        }
        LocalDate end = LocalDate.ofInstant(now.minus(SETTLED), ZoneOffset.UTC);
        LocalDate first = end.minusDays(MOST_DAYS);
        if (firstKept != null && firstKept.isAfter(first)) {
            first = firstKept;
        }
        connection.setAutoCommit(true);
        forget(table, first);
        SortedSet<LocalDate> stored =
                new DayRows(connection, dialect, table, stop).before(end).tailSet(first);
        if (stored.isEmpty()) {
            return;
        }
        Set<LocalDate> summed = days("SELECT of_day FROM summed_days WHERE table_name = ?", table);
        summed.removeAll(days("SELECT of_day FROM changed_days WHERE table_name = ?", table));
        for (LocalDate day = stored.first(); day.isBefore(end); day = day.plusDays(1)) {
            if (stop.getCount() == 0) {
                return;
            }
            if (!summed.contains(day)) {
                long begun = System.nanoTime();
                sum(kind, day);
                // writers have half of the database's time at least
                stop.await(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        }
    }

    /** Before rows of days before one are deleted: they are in no sum any more. */
    void forget(Table<?> table, LocalDate first) throws SQLException {
        Kind kind = kind(table);
        if (kind == null) {
            return;
        }
        execute("DELETE FROM summed_days WHERE table_name = ? AND of_day < ?", table.name(), first);
        forget(told(kind, "<", first));
        delete(kind, "starts_at < ?", first.atStartOfDay());
    }

    private Set<LocalDate> days(String select, Table<?> table) throws SQLException {
        Set<LocalDate> days = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setString(1, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    days.add(rows.getObject(1, LocalDate.class));
                }
            }
        }
        return days;
    }

    /** In one snapshot: what is told of after it began stays told. */
    private void sum(Kind kind, LocalDate day) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            List<Long> told = told(kind, "=", day);
            LocalDateTime start = day.atStartOfDay();
            delete(kind, "starts_at >= ? AND starts_at < ?", start, start.plusDays(1));
            for (int hour = 0; hour < HOURS; hour++) {
                sum(kind, start.plusHours(hour));
            }
            forget(told);
            String name = kind.table().name();
            execute("DELETE FROM summed_days WHERE table_name = ? AND of_day = ?", name, day);
            execute("INSERT INTO summed_days (table_name, of_day) VALUES (?, ?)", name, day);
            connection.commit();
            LOG.debug("{}: added up {}", name, day);
        } finally {
            if (!connection.isClosed()) {
                // what is not committed
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(isolation);
            }
        }
    }

    /** One by one: a DELETE that looks for them would wait for writers in MariaDB. */
    private void forget(List<Long> told) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM changed_days WHERE id = ?")) {
            for (Long id : told) {
                delete.setLong(1, id);
                delete.executeUpdate();
            }
        }
    }

    private List<Long> told(Kind kind, String is, LocalDate day) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id FROM changed_days WHERE table_name = ? AND of_day %s ?"
                                .formatted(is))) {
            select.setString(1, kind.table().name());
            select.setObject(2, day);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    /**
     * Through here: INSERT … SELECT of MariaDB locks what it reads, and reads past its snapshot.
     */
    private void sum(Kind kind, LocalDateTime hour) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(kind.select())) {
            select.setObject(1, hour);
            select.setObject(2, hour.plusHours(1));
            try (ResultSet rows = select.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                int own = kind.named() ? 2 : 1;
                try (PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO %s VALUES (%s)"
                                        .formatted(
                                                kind.target(),
                                                "?, ".repeat(own + columns - 1) + "?"))) {
                    while (rows.next()) {
                        if (kind.named()) {
                            insert.setString(1, kind.table().name());
                        }
                        insert.setObject(own, hour);
                        for (int i = 1; i <= columns; i++) {
                            insert.setObject(own + i, rows.getObject(i));
                        }
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
            }
        }
    }

    private void delete(Kind kind, String times, Object... values) throws SQLException {
        String ofTable = kind.named() ? "table_name = '" + kind.table().name() + "' AND " : "";
        execute("DELETE FROM " + kind.target() + " WHERE " + ofTable + times, values);
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
