package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;
import io.siphon.schema.Table;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Rows are new, as a rule, so they are inserted; where a batch has one that is known, it goes again
 * in the careful way, which asks what is there, and so do those after it until one has new rows
 * only.
 */
final class OptimisticInserts<T> implements RowWriter<RowList<T>> {

    private final BatchedInserts<T> hopeful;
    private final BatchedInserts<T> careful;
    private final OtherRows others;
    private final Table<T> table;
    private final Connection connection;

    /** Whether an error spoils the transaction. */
    private final boolean abortsTransactions;

    private boolean hope = true;

    OptimisticInserts(Connection connection, Table<T> table, Database database)
            throws SQLException {
        this.connection = connection;
        this.table = table;
        abortsTransactions = database.dialect() == Dialect.POSTGRESQL;
        hopeful =
                new BatchedInserts<>(
                        connection,
                        table,
                        database.dialect(),
                        database.dialect().statements().insert(table));
        careful = new BatchedInserts<>(connection, table, database.dialect());
        others = new OtherRows(connection, table, database);
    }

    @Override
    public int write(RowList<T> list, int from, int to) throws SQLException {
        List<T> rows = list.part(from, to);
        if (hope && allWereNew(rows)) {
            return 0;
        }
        if (table.content().isEmpty()) {
            careful.insert(rows);
            return 0;
        }
        List<List<Object>> values = rows.stream().map(table::values).toList();
        Map<UUID, List<Object>> stored = others.stored(values);
        hope = stored.isEmpty();
        careful.insert(rows);
        return others.keep(values, stored);
    }

    private boolean allWereNew(List<T> rows) throws SQLException {
        Savepoint before = abortsTransactions ? connection.setSavepoint() : null;
        try {
            hopeful.insert(rows);
            return true;
        } catch (BatchUpdateException e) {
            if (before != null) {
                connection.rollback(before);
            }
            return false; // what else is wrong than a known key, the careful way will say
        }
    }

    @Override
    public void clear() throws SQLException {
        hopeful.clear();
        careful.clear();
    }
}
