package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Where COPY is not to be had: statements, of rows that were encoded for it. */
final class DecodedInserts<T> implements RowWriter<CopyRows<T>> {

    private final BatchedInserts<List<Object>> inserts;

    DecodedInserts(Connection connection, Table<T> table, Dialect dialect) throws SQLException {
        inserts = new BatchedInserts<>(connection, table.ofValues(), dialect);
    }

    @Override
    public int write(CopyRows<T> rows, int from, int to) throws SQLException {
        List<List<Object>> values = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            values.add(rows.values(row));
        }
        inserts.insert(values);
        return 0;
    }

    @Override
    public void clear() throws SQLException {
        inserts.clear();
    }
}
