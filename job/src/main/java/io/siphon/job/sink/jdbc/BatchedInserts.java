package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement a row, sent together: what every driver can. */
final class BatchedInserts<T> implements RowWriter<RowList<T>> {

    private final Table<T> table;
    private final Dialect dialect;
    private final PreparedStatement statement;

    BatchedInserts(Connection connection, Table<T> table, Dialect dialect) throws SQLException {
        this(connection, table, dialect, table.sql(dialect));
    }

    BatchedInserts(Connection connection, Table<T> table, Dialect dialect, String sql)
            throws SQLException {
        this.table = table;
        this.dialect = dialect;
        statement = connection.prepareStatement(sql);
    }

    @Override
    public int write(RowList<T> rows, int from, int to) throws SQLException {
        insert(rows.part(from, to));
        return 0;
    }

    /** Returns how many rows each statement changed, as its driver tells it. */
    int[] insert(List<T> rows) throws SQLException {
        for (T row : table.lastOfEach(rows)) {
            table.bind(statement, row, dialect);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    @Override
    public void clear() throws SQLException {
        statement.clearBatch();
    }
}
