package io.siphon.job.sink.jdbc;

import io.siphon.schema.EpochMicros;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;

/** Alerts that a sink itself raises: what a process left open when it died, the next one closes. */
final class OpenAlerts {

    private OpenAlerts() {}

    static void close(Connection connection, String detector) throws SQLException {
        LocalDateTime now = EpochMicros.utc(EpochMicros.now());
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE alerts SET state = 'closed', closed_at = ?, changed_at = ? WHERE"
                                + " detector = ? AND state <> 'closed'")) {
            update.setObject(1, now);
            update.setObject(2, now);
            update.setString(3, detector);
            update.executeUpdate();
        }
    }
}
