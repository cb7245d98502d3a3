package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.RowList;
import io.siphon.schema.Table;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * For a database that asks a good deal more for {@link Dialect#insertMissing} than for an INSERT:
 * rows are new, as a rule, so they are inserted; where a batch has one that is known, it goes again
 * in the careful way, and so do those after it until one has new rows only.
 */
final class HopefulInserts<T> implements RowWriter<RowList<T>> {

    private final BatchedInserts<T> hopeful;
    private final BatchedInserts<T> careful;
    private boolean hope = true;

    HopefulInserts(Connection connection, Table<T> table, Dialect dialect) throws SQLException {
        hopeful = new BatchedInserts<>(connection, table, dialect, Dialect.insert(table));
        careful = new BatchedInserts<>(connection, table, dialect);
    }

    @Override
    public void write(RowList<T> list, int from, int to) throws SQLException {
        List<T> rows = list.part(from, to);
        if (hope && allWereNew(rows)) {
            return;
        }
        hope = Arrays.stream(careful.insert(rows)).sum() == rows.size();
    }

    private boolean allWereNew(List<T> rows) throws SQLException {
        try {
            hopeful.insert(rows);
            return true;
        } catch (BatchUpdateException e) {
            return false; // what else is wrong than a known key, the careful way will say
        }
    }

    @Override
    public void clear() throws SQLException {
        hopeful.clear();
        careful.clear();
    }
}
