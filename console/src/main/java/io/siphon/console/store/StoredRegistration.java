package io.siphon.console.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;

/**
 * A row of {@code registrations}, as far as reports use it.
 *
 * @param kind {@code initial}, {@code refresh}, {@code removal} or {@code query}
 * @param startedAt epoch µs
 * @param delayMs to the 2xx; -1 when it was not accepted
 * @param outcome {@code accepted}, {@code unauthorized} … {@code in_progress}
 * @param finalStatus 0 when there is none
 */
public record StoredRegistration(
        String kind,
        String node,
        String trunk,
        String userAgent,
        long startedAt,
        boolean challenged,
        boolean lapsed,
        long delayMs,
        String outcome,
        int finalStatus) {

    static final String TABLE = "registrations";

    static final String COLUMNS =
            "kind, node, trunk, user_agent, started_at, challenged_at, lapsed_at, delay_ms,"
                    + " outcome, final_status";

    static StoredRegistration of(ResultSet row) throws SQLException {
        long delay = row.getLong(8);
        return new StoredRegistration(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Span.micros(row.getObject(5, LocalDateTime.class)),
                row.getObject(6) != null,
                row.getObject(7) != null,
                row.getObject(8) == null ? -1 : delay,
                row.getString(9),
                row.getInt(10));
    }

    /** Whether it asks for a binding: what people mean by a registration. */
    public boolean isBinding() {
        return kind.equals("initial") || kind.equals("refresh");
    }
}
