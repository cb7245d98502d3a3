package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Table;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the partitions of days that rows come for, before they are written. Where that fails they
 * are written all the same: a partition takes them in any case.
 */
final class MariaDbDays<T> implements RowWriter<RowList<T>> {

    private static final Logger LOG = LoggerFactory.getLogger(MariaDbDays.class);

    /** A backfill has so many days; beyond, they are asked for again. */
    private static final int MOST_KNOWN = 1_000;

    private final Connection connection;
    private final Table<T> table;
    private final RowWriter<RowList<T>> rows;
    private final Set<LocalDate> known = new HashSet<>();

    MariaDbDays(Connection connection, Table<T> table, RowWriter<RowList<T>> rows) {
        this.connection = connection;
        this.table = table;
        this.rows = rows;
    }

    @Override
    public int write(RowList<T> batch, int from, int to) throws SQLException {
        Set<LocalDate> days = new TreeSet<>();
        for (T row : batch.part(from, to)) {
            days.add(EpochMicros.utc(table.micros(row)).toLocalDate());
        }
        days.removeAll(known);
        if (!days.isEmpty()) {
            make(days);
        }
        return rows.write(batch, from, to);
    }

    private void make(Set<LocalDate> days) throws SQLException {
        connection.setAutoCommit(true);
        try {
            new MariaDbPartitions(connection, table).make(days);
        } catch (SQLException e) {
            if (ErrorCodes.isConnection(e)) {
                throw e;
            }
            LOG.warn("{}: no partitions of {}: {}", table.name(), days, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(false);
            }
        }
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        known.addAll(days);
    }

    @Override
    public void clear() throws SQLException {
        rows.clear();
    }
}
