package io.siphon.sources.siptrace;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A table page by page, each page a query of its own: nothing stays open at the server while a
 * store is slow, and what is in memory is one page.
 *
 * <p>Kamailio's table has an index of {@code time_stamp} alone. So it is asked first how far a page
 * can reach, from that index, and then for the rows until there: what has to be sorted is a page
 * and the rows of two seconds, never the rest of the table.
 */
final class SipTracePages implements AutoCloseable {

    private static final int ROWS = 500;

    /** Beyond every row. */
    private static final LocalDateTime END = LocalDateTime.of(9999, 1, 1, 0, 0);

    private final Connection connection;
    private final PreparedStatement reach;
    private final PreparedStatement page;
    private final String newest;

    SipTracePages(SipTraceTable table) throws SQLException {
        connection = table.connect();
        try {
            newest = "SELECT MAX(id) FROM " + table.name();
            reach =
                    connection.prepareStatement(
                            "SELECT time_stamp FROM %s WHERE time_stamp > ? ORDER BY time_stamp LIMIT 1 OFFSET %d"
                                    .formatted(table.name(), ROWS));
            page =
                    connection.prepareStatement(
                            ("SELECT %s FROM %s WHERE time_stamp >= ? AND time_stamp <= ? AND id <= ?"
                                            + " AND (time_stamp > ? OR time_us > ? OR (time_us = ? AND id > ?))"
                                            + " ORDER BY time_stamp, time_us, id LIMIT %d")
                                    .formatted(
                                            String.join(", ", SipTraceTable.COLUMNS),
                                            table.name(),
                                            ROWS));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The highest {@code id}; 0 of an empty table. */
    long newestId() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(newest)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * The rows that follow.
     *
     * @param untilId rows beyond are left out
     * @return in order; empty at the end
     */
    List<SipTraceRow> after(RowPosition position, long untilId) throws SQLException {
        LocalDateTime from = position.second();
        LocalDateTime until = reach(from);
        List<SipTraceRow> rows = page(position, until, untilId);
        while (rows.isEmpty() && !until.equals(END)) { // all of them were written later
            from = until;
            until = reach(from);
            rows = page(position, until, untilId);
        }
        return rows;
    }

    private LocalDateTime reach(LocalDateTime from) throws SQLException {
        reach.setObject(1, from);
        try (ResultSet row = reach.executeQuery()) {
            return row.next() ? row.getObject(1, LocalDateTime.class) : END;
        }
    }

    private List<SipTraceRow> page(RowPosition position, LocalDateTime until, long untilId)
            throws SQLException {
        page.setObject(1, position.second());
        page.setObject(2, until);
        page.setLong(3, untilId);
        page.setObject(4, position.second());
        page.setInt(5, position.micros());
        page.setInt(6, position.micros());
        page.setLong(7, position.id());
        try (ResultSet row = page.executeQuery()) {
            List<SipTraceRow> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(SipTraceRow.of(row));
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
