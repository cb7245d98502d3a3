package io.siphon.bench.lab;

import javax.annotation.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of {@code calls}, what tests ask of it; null where the column is. */
public record StoredCall(
        String callId,
        String caller,
        String callee,
        String outcome,
        @Nullable Long finalStatus,
        String releasedBy,
        @Nullable Long pddMs,
        @Nullable Long setupMs,
        @Nullable Long durationMs,
        boolean isOver) {

    static final String SELECT =
            "SELECT call_id, caller, callee, outcome, final_status, released_by, pdd_ms, setup_ms,"
                    + " duration_ms, ended_at FROM calls ORDER BY started_at";

    static StoredCall of(ResultSet row) throws SQLException {
        return new StoredCall(
                row.getString("call_id"),
                row.getString("caller"),
                row.getString("callee"),
                row.getString("outcome"),
                number(row, "final_status"),
                row.getString("released_by"),
                number(row, "pdd_ms"),
                number(row, "setup_ms"),
                number(row, "duration_ms"),
                row.getString("ended_at") != null);
    }

    @Nullable
    private static Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
