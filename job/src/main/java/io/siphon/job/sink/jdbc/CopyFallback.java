package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;
import io.siphon.schema.Table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Statements for rows that were encoded for COPY, where COPY is not possible. */
final class CopyFallback<T> implements RowWriter<CopyRows<T>> {

    private final RowWriter<RowList<List<Object>>> inserts;
    private final Table<List<Object>> table;

    CopyFallback(Connection connection, Table<T> table, Database database) throws SQLException {
        this.table = table.ofValues();
        inserts = database.dialect().inserts(connection, this.table, database);
    }

    @Override
    public int write(CopyRows<T> rows, int from, int to) throws SQLException {
        RowList<List<Object>> values = new RowList<>(table.roughBytes(), table::describe);
        for (int row = from; row < to; row++) {
            values.add(rows.values(row));
        }
        return inserts.write(values, 0, values.size());
    }

    @Override
    public void clear() throws SQLException {
        inserts.clear();
    }
}
