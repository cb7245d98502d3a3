package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * H2's one file. It has room that is free for other rows, and shrinks only when compacted: what
 * counts is the share of it that is in use.
 */
final class H2Storage implements TableStorage {

    /** All tables' bytes, by their shares of the rows: H2 would have to read a whole table. */
    @Override
    public TableSize size(Connection connection, Table<?> table, String part, boolean exactly)
            throws SQLException {
        long rows = rows(connection, part);
        long all = 0;
        for (Table<?> other : Tables.ALL) {
            all += rows(connection, other.name());
        }
        return new TableSize(
                all == 0 ? 0 : (long) (bytes(connection, exactly) * ((double) rows / all)), rows);
    }

    /** 0 where there is no file, or its size is for administrators only. */
    @Override
    public long bytes(Connection connection, boolean exactly) throws SQLException {
        return setting(connection, "info.FILE_SIZE")
                * setting(connection, "info.CHUNKS_FILL_RATE")
                / 100;
    }

    private static long rows(Connection connection, String table) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Long.parseLong(row.getString(1)) : 0;
            }
        }
    }
}
