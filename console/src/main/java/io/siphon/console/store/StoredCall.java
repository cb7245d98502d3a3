package io.siphon.console.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;

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
        long endedAt,
        long pddMs,
        long durationMs,
        String outcome,
        int finalStatus,
        int q850Cause,
        String userAgent,
        String codecs) {

    private static final List<String> NAMES =
            List.of(
                    "call_id",
                    "callee",
                    "source",
                    "destination",
                    "node",
                    "trunk",
                    "direction",
                    "started_at",
                    "answered_at",
                    "ended_at",
                    "pdd_ms",
                    "duration_ms",
                    "outcome",
                    "final_status",
                    "q850_cause",
                    "user_agent",
                    "codecs");

    static final String COLUMNS = String.join(", ", NAMES);

    /** How many columns a call takes, from the first of a row on. */
    static final int WIDTH = NAMES.size();

    /** The columns of {@code calls} under an alias, for a query with other tables in it. */
    static String columns(String alias) {
        return NAMES.stream().map(name -> alias + "." + name).collect(Collectors.joining(", "));
    }

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
                Span.micros(row.getObject(10, LocalDateTime.class)),
                number(row, 11, -1),
                number(row, 12, -1),
                row.getString(13),
                (int) number(row, 14, 0),
                (int) number(row, 15, 0),
                row.getString(16),
                row.getString(17));
    }

    private static long number(ResultSet row, int column, long none) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? none : value;
    }
}
