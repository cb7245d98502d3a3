package io.siphon.job.sink.jdbc;

import io.siphon.job.config.Retention;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/**
 * Deletes rows of days that have ended longer ago than they are kept. A day that came with rows
 * when its time was already over, as by a backfill or in the tables of an earlier version, counts
 * from when it was first seen: {@link RetentionLedger}.
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
        dialect.storage().lookByTime(connection);
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
        for (LocalDate day : rows(table).before(firstKept(table))) {
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
        return rows(table).count(day);
    }

    private DayRows rows(Table<?> table) {
        return new DayRows(connection, dialect, table, stop);
    }

    /**
     * Deletes what is due in a table, and remembers the rest.
     *
     * @param deleted gets the number of rows of each transaction
     */
    void prune(Table<?> table, LongConsumer deleted) throws SQLException, InterruptedException {
        RetentionLedger ledger = new RetentionLedger(connection, table.name());
        SortedMap<LocalDate, Instant> seen = ledger.seen();
        LocalDate first = firstKept(table);
        new DaySums(connection, dialect, now, stop).forget(table, first);
        for (OldDay old : oldDays(table)) {
            if (old.due()) {
                long rows = rows(table).delete(old.day(), deleted);
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
        Partitions partitions = dialect.storage().partitions(connection, table);
        if (partitions.restEnd() != null
                && !partitions.restEnd().isAfter(first)
                && partitions.days().keySet().containsAll(rows(table).before(first))) {
            dialect.storage().drop(connection, table, partitions.rest());
        }
        if (table == Tables.ALERTS) {
            pruneWithAlerts(first);
        }
        ledger.pruned(new RetentionLedger.Pruned(first, now));
    }

    /** Who took care of alerts that are gone, and what was sent of them: few rows. */
    private void pruneWithAlerts(LocalDate first) throws SQLException {
        for (String delete :
                List.of(
                        "DELETE FROM alert_acks WHERE at < ? AND NOT EXISTS (SELECT 1 FROM alerts"
                                + " WHERE alerts.uid = alert_acks.alert)",
                        "DELETE FROM alert_deliveries WHERE at < ?")) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setObject(1, first.atStartOfDay());
                int rows = statement.executeUpdate();
                if (rows > 0) {
                    LOG.info("alerts: deleted {} rows of before {}: {}", rows, first, delete);
                }
            }
        }
    }

    /** The first day that a table keeps in any case. */
    LocalDate firstKept(Table<?> table) {
        return LocalDate.ofInstant(now.minus(retention.of(table)), ZoneOffset.UTC);
    }
}
