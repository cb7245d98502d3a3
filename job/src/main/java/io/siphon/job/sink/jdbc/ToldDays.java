package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells, in the transaction of rows, which days they are of, where these may be added up already:
 * see {@link DaySums}. Rows of the last day are compared with its start, and that is all.
 */
final class ToldDays<B extends Batch<?>> implements RowWriter<B> {

    /** When a row of a batch is of, epoch µs. */
    interface Times<B> {
        long micros(B rows, int row);
    }

    private static final long DAY_MICROS = 86_400_000_000L;

    private final Connection connection;
    private final String table;
    private final RowWriter<B> rows;
    private final Times<B> times;
    private final Clock clock;

    ToldDays(Connection connection, String table, RowWriter<B> rows, Times<B> times, Clock clock) {
        this.connection = connection;
        this.table = table;
        this.rows = rows;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public int write(B batch, int from, int to) throws SQLException {
        int moved = rows.write(batch, from, to);
        long told = (clock.millis() - DaySums.TOLD.toMillis()) * 1_000;
        Set<Long> days = new TreeSet<>();
        long last = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            long micros = times.micros(batch, row);
            if (micros < told && Math.floorDiv(micros, DAY_MICROS) != last) {
                last = Math.floorDiv(micros, DAY_MICROS);
                days.add(last);
            }
        }
        if (!days.isEmpty()) {
            tell(days);
        }
        return moved;
    }

    private void tell(Set<Long> days) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO changed_days (table_name, of_day) VALUES (?, ?)")) {
            for (long day : days) {
                insert.setString(1, table);
                insert.setObject(2, LocalDate.ofEpochDay(day));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public void clear() throws SQLException {
        rows.clear();
    }
}
