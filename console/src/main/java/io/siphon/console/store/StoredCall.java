package io.siphon.console.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;

/**
 * A row of {@code calls}, as far as reports use it. Times are epoch µs, 0 when it has not happened;
 * durations in ms, -1 when there are none.
 *
 * @param outcome {@code answered}, {@code busy} … {@code in_progress}
 * @param finalStatus 0 when there is none
 * @param q850Cause 0 when there is none
 * @param codecs comma separated, best first
 */
public record StoredCall(
        String callId,
        String callee,
        String source,
        String destination,
        String node,
        String trunk,
        String direction,
        long startedAt,
        long answeredAt,
        long pddMs,
        long durationMs,
        String outcome,
        int finalStatus,
        int q850Cause,
        String userAgent,
        String codecs) {

    static final String COLUMNS =
            "call_id, callee, source, destination, node, trunk, direction, started_at,"
                    + " answered_at, pdd_ms, duration_ms, outcome, final_status, q850_cause,"
                    + " user_agent, codecs";

    static StoredCall of(ResultSet row) throws SQLException {
        return new StoredCall(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Span.micros(row.getObject(8, LocalDateTime.class)),
                Span.micros(row.getObject(9, LocalDateTime.class)),
                number(row, 10, -1),
                number(row, 11, -1),
                row.getString(12),
                (int) number(row, 13, 0),
                (int) number(row, 14, 0),
                row.getString(15),
                row.getString(16));
    }

    private static long number(ResultSet row, int column, long none) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? none : value;
    }
}
