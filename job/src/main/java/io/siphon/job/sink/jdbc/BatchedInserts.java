package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;
import io.siphon.schema.Table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One statement a row, sent together: what every driver can. */
final class BatchedInserts<T> implements RowWriter<RowList<T>> {

    private final Table<T> table;
    private final StatementBinder binder;
    private final PreparedStatement statement;

    BatchedInserts(Connection connection, Table<T> table, Dialect dialect) throws SQLException {
        this(connection, table, dialect, dialect.store(table));
    }

    BatchedInserts(Connection connection, Table<T> table, Dialect dialect, String sql)
            throws SQLException {
        this.table = table;
        statement = connection.prepareStatement(sql);
        binder = new StatementBinder(statement, dialect);
    }

    @Override
    public int write(RowList<T> rows, int from, int to) throws SQLException {
        insert(rows.part(from, to));
        return 0;
    }

    /** Returns how many rows each statement changed, as its driver reports it. */
    int[] insert(List<T> rows) throws SQLException {
        for (T row : table.lastOfEach(rows)) {
            binder.bind(table, row);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    @Override
    public void clear() throws SQLException {
        statement.clearBatch();
    }
}
