package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

/** Makes the partitions that rows turn out to want, and writes them again. */
final class PartitionedRows<T> implements RowWriter<CopyRows<T>> {

    /** PostgreSQL's for a row that no partition takes, as for one that a CHECK refuses. */
    private static final String CHECK_VIOLATION = "23514";

    private final Connection connection;
    private final Table<T> table;
    private final RowWriter<CopyRows<T>> rows;
    private final int time;

    PartitionedRows(Connection connection, Table<T> table, RowWriter<CopyRows<T>> rows) {
        this.connection = connection;
        this.table = table;
        this.rows = rows;
        time = table.columns().stream().map(Column::name).toList().indexOf(table.time());
    }

    @Override
    public int write(CopyRows<T> batch, int from, int to) throws SQLException {
        try {
            return rows.write(batch, from, to);
        } catch (SQLException e) {
            if (!CHECK_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            rows.clear();
            connection.setAutoCommit(true);
            try {
                new PostgresPartitions(connection, table).make(days(batch, from, to));
            } finally {
                connection.setAutoCommit(false);
            }
            return rows.write(batch, from, to);
        }
    }

    private Set<LocalDate> days(CopyRows<T> batch, int from, int to) {
        Set<LocalDate> days = new TreeSet<>();
        for (int row = from; row < to; row++) {
            days.add(EpochMicros.utc((Long) batch.values(row).get(time)).toLocalDate());
        }
        return days;
    }

    @Override
    public void clear() throws SQLException {
        rows.clear();
    }
}
