package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Batch;
import io.siphon.job.sink.BatchTarget;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Supplier;

/** How rows get into PostgreSQL's tables. */
final class PostgresTarget {

    /** To make temporary tables: everybody has it who was not denied it. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private PostgresTarget() {}

    @SuppressWarnings("unchecked") // the table of messages is of traces
    static <T> BatchTarget<? extends Batch<T>> of(Database database, Table<T> table) {
        return table.name().equals(Tables.SIP_TRACE.name())
                ? (BatchTarget<? extends Batch<T>>)
                        (BatchTarget<?>) messages(database, (Table<Trace>) table)
                : rows(database, table);
    }

    private static <T> BatchTarget<CopyRows<T>> rows(Database database, Table<T> table) {
        Supplier<CopyRows<T>> batches = () -> new CopyRows<>(table.with(database.uids()));
        return new JdbcTarget<>(
                database,
                table.name(),
                batches,
                connection ->
                        told(
                                connection,
                                table,
                                byDay(
                                        connection,
                                        table,
                                        copy(connection, table, table, database))));
    }

    private static <T> RowWriter<CopyRows<T>> told(
            Connection connection, Table<T> table, RowWriter<CopyRows<T>> rows) {
        return DaySums.of(table)
                ? new ToldDays<>(
                        connection, table.name(), rows, CopyRows::micros, Clock.systemUTC())
                : rows;
    }

    private static BatchTarget<CopyRows<Trace>> messages(Database database, Table<Trace> table) {
        return new JdbcTarget<>(
                database,
                table.name(),
                MessageRows.batches(table, database.uids()),
                connection ->
                        new TemplateWriter(
                                connection,
                                byDay(
                                        connection,
                                        table,
                                        copy(connection, MessageRows.stored(), table, database))));
    }

    private static <T> RowWriter<CopyRows<T>> byDay(
            Connection connection, Table<T> table, RowWriter<CopyRows<T>> rows) {
        return Partitions.wanted(table) ? new PartitionedRows<>(connection, table, rows) : rows;
    }

    private static <T> RowWriter<CopyRows<T>> copy(
            Connection connection, Table<T> copied, Table<T> whole, Database database)
            throws SQLException {
        try {
            return new PostgresCopy<>(connection, copied, whole, database);
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            return new CopyFallback<>(connection, whole, database);
        }
    }
}
