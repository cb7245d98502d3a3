package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** MariaDB's and MySQL's tables, those of messages by day. */
final class MariaDbStorage implements TableStorage {

    /**
     * Bytes of a table that is copied into partitions at once, under a lock: a second or two. A
     * larger one is copied in the background.
     */
    private static final long MOST_COPIED = 256L << 20;

    private static final int TABLE_ACCESS_DENIED = 1142;

    private static final String SIZE =
            """
            SELECT COALESCE(SUM(data_length + index_length), 0), COALESCE(SUM(table_rows), 0)
            FROM information_schema.partitions
            WHERE table_schema = DATABASE() AND table_name = ?
            AND (partition_name IS NULL OR FIND_IN_SET(partition_name, ?) > 0)""";

    private final long mostCopied;

    MariaDbStorage() {
        this(MOST_COPIED);
    }

    /**
     * @param mostCopied bytes of a table that is copied under a lock
     */
    MariaDbStorage(long mostCopied) {
        this.mostCopied = mostCopied;
    }

    @Override
    public boolean byDay(Table<?> table) {
        return Partitions.wanted(table);
    }

    @Override
    public void partition(Connection connection, LocalDate today, long atMost, CountDownLatch stop)
            throws SQLException, InterruptedException {
        for (Table<?> table : Partitions.WANTED) {
            MariaDbTakeOver inTheBackground = new MariaDbTakeOver(connection, table, stop);
            inTheBackground.finish();
            new MariaDbPartitions(connection, table).takeOver(today, Math.min(atMost, mostCopied));
            if (atMost > mostCopied) {
                inTheBackground.run(today);
            }
        }
    }

    @Override
    public void partitionAhead(Connection connection, LocalDate today)
            throws SQLException, InterruptedException {
        for (Table<?> table : Partitions.WANTED) {
            new MariaDbPartitions(connection, table)
                    .make(List.of(today, today.plusDays(1), today.plusDays(2)));
        }
    }

    @Override
    public String from(Table<?> table, String part) {
        return part.equals(table.name()) ? part : "%s PARTITION (%s)".formatted(table.name(), part);
    }

    @Override
    public Partitions partitions(Connection connection, Table<?> table) throws SQLException {
        return byDay(table)
                ? new MariaDbPartitions(connection, table).partitions()
                : Partitions.none(table);
    }

    @Override
    public void drop(Connection connection, Table<?> table, String partition)
            throws SQLException, InterruptedException {
        new MariaDbPartitions(connection, table).drop(partition);
    }

    /** DROP command denied: of the privileges that Siphon asked for until 0.1 it was none. */
    @Override
    public boolean isDropDenied(SQLException error) {
        return error.getErrorCode() == TABLE_ACCESS_DENIED;
    }

    @Override
    public TableSize size(Connection connection, Table<?> table, String part, boolean exactly)
            throws SQLException {
        if (exactly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        part.equals(table.name())
                                ? "ANALYZE TABLE " + part
                                : "ALTER TABLE %s ANALYZE PARTITION %s"
                                        .formatted(table.name(), part));
            }
        }
        try (PreparedStatement select = connection.prepareStatement(SIZE)) {
            select.setString(1, table.name());
            select.setString(2, part.replace(" ", ""));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new TableSize(row.getLong(1), row.getLong(2));
            }
        }
    }
}
