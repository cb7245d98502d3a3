package io.siphon.sources.siptrace;

import io.siphon.sources.Secret;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;

/** A table of Kamailio's shape in a database of this JVM. */
final class TableInMemory implements AutoCloseable {

    static final LocalDateTime NOON = LocalDateTime.of(2026, 1, 2, 12, 0, 0);

    private final SipTraceTable table;
    private final Connection connection;

    TableInMemory(String name) throws SQLException {
        table = new SipTraceTable("jdbc:h2:mem:" + name, "sip_trace", "sa", Secret.of(""));
        connection = table.connect();
        execute(
                "CREATE TABLE sip_trace (id INT AUTO_INCREMENT PRIMARY KEY, time_stamp TIMESTAMP,"
                        + " time_us INT, callid VARCHAR, traced_user VARCHAR, msg VARCHAR,"
                        + " method VARCHAR, status VARCHAR, fromip VARCHAR, toip VARCHAR,"
                        + " fromtag VARCHAR, totag VARCHAR, direction VARCHAR)");
    }

    SipTraceTable table() {
        return table;
    }

    /** Adds a message, its text being its own. */
    void add(int second, int micros, String message, String tracedUser) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO sip_trace (time_stamp, time_us, callid, traced_user, msg,"
                                + " fromip, toip, direction) VALUES (?, ?, 'a', ?, ?,"
                                + " 'udp:192.0.2.1:5060', 'udp:192.0.2.2:5060', 'in')")) {
            insert.setTimestamp(1, Timestamp.valueOf(NOON.plusSeconds(second)));
            insert.setInt(2, micros);
            insert.setString(3, tracedUser);
            insert.setString(4, message);
            insert.execute();
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
