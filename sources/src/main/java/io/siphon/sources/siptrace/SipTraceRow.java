package io.siphon.sources.siptrace;

import javax.annotation.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Objects;

/**
 * One row of the table.
 *
 * @param message bytes of {@code msg}, of PostgreSQL {@code \x494e…}
 * @param from {@code proto:ip:port}
 * @param to {@code proto:ip:port}
 * @param direction {@code in}, {@code out}, or whatever else stands there
 * @param tracedUser for whom the message was written once more; empty for the message itself
 */
record SipTraceRow(
        RowPosition position,
        byte[] message,
        String from,
        String to,
        @Nullable String direction,
        String tracedUser) {

    private static final byte[] NONE = {};

    /**
     * @param row with {@link SipTraceTable#COLUMNS} in their order
     */
    static SipTraceRow of(ResultSet row) throws SQLException {
        byte[] message = row.getBytes(4);
        return new SipTraceRow(
                new RowPosition(
                        row.getObject(2, LocalDateTime.class), row.getInt(3), row.getLong(1)),
                message == null ? NONE : message,
                text(row.getString(5)),
                text(row.getString(6)),
                row.getString(7),
                text(row.getString(8)));
    }

    /**
     * Whether this is the row before once more, written for a user: same time, addresses, message.
     */
    boolean repeats(@Nullable SipTraceRow before) {
        return before != null
                && !tracedUser.isEmpty()
                && position.second().equals(before.position.second())
                && position.micros() == before.position.micros()
                && from.equals(before.from)
                && to.equals(before.to)
                && Objects.equals(direction, before.direction)
                && Arrays.equals(message, before.message);
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }
}
