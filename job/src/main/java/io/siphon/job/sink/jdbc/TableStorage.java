package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;

/**
 * Where a database keeps the rows of tables, how much room they take, and how many go at once.
 * Connections are in auto-commit mode: each statement is a transaction.
 */
interface TableStorage {

    /** Whether the rows of a table can be by day. */
    default boolean byDay(Table<?> table) {
        return false;
    }

    /**
     * Makes tables into partitioned ones where it pays and can be done.
     *
     * @param atMost bytes; larger ones are left as they are
     * @param stop at zero, the rest is left undone
     */
    default void partition(Connection connection, LocalDate today, long atMost, CountDownLatch stop)
            throws SQLException, InterruptedException {}

    /** Makes the partitions that the next days will want. */
    default void partitionAhead(Connection connection, LocalDate today)
            throws SQLException, InterruptedException {}

    /** What stands behind FROM for the rows of one of a table's {@link Partitions}. */
    default String from(Table<?> table, String part) {
        return part;
    }

    /** Where a table's rows are. */
    default Partitions partitions(Connection connection, Table<?> table) throws SQLException {
        return Partitions.none(table);
    }

    /** Drops a partition, and stalls writers for no more than a moment. */
    default void drop(Connection connection, Table<?> table, String partition)
            throws SQLException, InterruptedException {
        throw new UnsupportedOperationException("no partitions");
    }

    /** Whether the database refused that as the user lacks a privilege. */
    default boolean isDropDenied(SQLException error) {
        return false;
    }

    /** Before a connection looks for few rows by their time. */
    default void lookByTime(Connection connection) throws SQLException {}

    /**
     * The room that rows take with their indexes, and their number; both about. Room inside that is
     * free for other rows does not count where rows are deleted one by one.
     *
     * @param part one of {@link Partitions}
     * @param exactly false: free room may count, which is faster; the number may be 0
     */
    TableSize size(Connection connection, Table<?> table, String part, boolean exactly)
            throws SQLException;

    /** The bytes that all tables take, and what belongs to them, as in {@link #size}. */
    default long bytes(Connection connection, boolean exactly) throws SQLException {
        long bytes = 0;
        for (Table<?> table : Tables.ALL) {
            for (String part : partitions(connection, table).parts()) {
                bytes += size(connection, table, part, exactly).bytes();
            }
        }
        return bytes;
    }
}
