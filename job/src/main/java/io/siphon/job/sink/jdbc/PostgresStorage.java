package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** PostgreSQL's tables, those of messages by day. */
final class PostgresStorage implements TableStorage {

    /** Bytes, and whether rows were deleted from it one by one. */
    private static final String SIZE =
            "SELECT pg_total_relation_size(c), COALESCE(pg_stat_get_tuples_deleted(c), 0) > 0"
                    + " FROM to_regclass(?) c";

    /** By its pages, as the planner does it. */
    private static final String ROWS =
            "SELECT reltuples / GREATEST(relpages, 1) * pg_relation_size(oid) / current_setting('block_size')::integer"
                    + " FROM pg_class WHERE oid = to_regclass(?) AND reltuples > 0";

    /**
     * How much of a table's pages its rows need, as ANALYZE found them: each has 28 bytes of its
     * page and header, about 4 of NULLs and 6 of alignment besides its values. 1 where ANALYZE
     * never was.
     */
    private static final String IN_USE =
            """
            SELECT c.reltuples, LEAST(1, c.reltuples * (38 + (
                SELECT COALESCE(SUM(avg_width * (1 - null_frac)), 0) FROM pg_stats
                WHERE schemaname = n.nspname AND tablename = c.relname)) / NULLIF(pg_relation_size(c.oid), 0))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = to_regclass(?) AND c.reltuples >= 0""";

    @Override
    public boolean byDay(Table<?> table) {
        return Partitions.wanted(table);
    }

    @Override
    public void partition(Connection connection, LocalDate today, long atMost, CountDownLatch stop)
            throws SQLException, InterruptedException {
        for (Table<?> table : Partitions.WANTED) {
            new PostgresPartitions(connection, table).takeOver(today, atMost);
        }
    }

    @Override
    public void partitionAhead(Connection connection, LocalDate today) throws SQLException {
        for (Table<?> table : Partitions.WANTED) {
            PostgresPartitions partitions = new PostgresPartitions(connection, table);
            if (partitions.there()) {
                partitions.make(List.of(today, today.plusDays(1), today.plusDays(2)));
            }
        }
    }

    @Override
    public Partitions partitions(Connection connection, Table<?> table) throws SQLException {
        return byDay(table)
                ? new PostgresPartitions(connection, table).partitions()
                : Partitions.none(PostgresStatements.relationOf(table));
    }

    @Override
    public void drop(Connection connection, Table<?> table, String partition)
            throws SQLException, InterruptedException {
        new PostgresPartitions(connection, table).drop(partition);
        if (table.name().equals(Tables.SIP_TRACE.name())) {
            TemplateWriter.deleteUnused(connection);
        }
    }

    /** Of few rows among many the planner would look at all, by statistics of yesterday. */
    @Override
    public void lookByTime(Connection connection) throws SQLException {
        execute(connection, "SET enable_seqscan = off");
    }

    @Override
    public TableSize size(Connection connection, Table<?> table, String part, boolean exactly)
            throws SQLException {
        Room room = room(connection, part);
        if (!exactly || room.bytes == 0 || !byDay(table)) {
            return new TableSize(room.bytes, 0);
        }
        Partitions partitions = partitions(connection, table);
        return !room.holes && partitions.days().containsValue(part)
                ? new TableSize(room.bytes, rows(connection, part))
                : inUse(connection, part, room.bytes);
    }

    /** With those of the templates, which are deleted one by one. */
    @Override
    public long bytes(Connection connection, boolean exactly) throws SQLException {
        long templates = room(connection, TemplateWriter.TABLE).bytes;
        if (exactly && templates > 0) {
            templates = inUse(connection, TemplateWriter.TABLE, templates).bytes();
        }
        return TableStorage.super.bytes(connection, exactly) + templates;
    }

    /**
     * @param bytes 0 when it has gone meanwhile
     * @param holes whether rows were deleted from it one by one
     */
    private record Room(long bytes, boolean holes) {}

    private static Room room(Connection connection, String part) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SIZE)) {
            select.setString(1, part);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Room(row.getLong(1), row.getBoolean(2));
            }
        }
    }

    private static TableSize inUse(Connection connection, String part, long bytes)
            throws SQLException {
        execute(connection, "ANALYZE " + part);
        try (PreparedStatement select = connection.prepareStatement(IN_USE)) {
            select.setString(1, part);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new TableSize((long) (bytes * row.getDouble(2)), row.getLong(1))
                        : new TableSize(bytes, 0);
            }
        }
    }

    private static long rows(Connection connection, String part) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setString(1, part);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
