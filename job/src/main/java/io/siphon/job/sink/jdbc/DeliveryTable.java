package io.siphon.job.sink.jdbc;

import io.siphon.job.config.JobConfig;
import io.siphon.schema.Alert;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;

import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Table {@code alert_deliveries}: which notifications receivers have taken. Each call has a
 * connection of its own, for there are few.
 */
public final class DeliveryTable implements Serializable {

    private static final long serialVersionUID = 1;

    /** No job goes back further than this. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;

    DeliveryTable(Database database) {
        this.database = database;
    }

    /** In the database that the options name; there must be one. */
    public static DeliveryTable of(JobConfig config) {
        return new DeliveryTable(Database.of(config));
    }

    private interface Work<V> {
        V on(Connection connection) throws SQLException;
    }

    /**
     * @throws IOException when the database is unavailable
     */
    public boolean has(String notification, String receiver) throws IOException {
        return attempt(
                connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement(
                                    "SELECT 1 FROM alert_deliveries WHERE notification = ? AND"
                                            + " receiver = ?")) {
                        select.setString(1, notification);
                        select.setString(2, receiver);
                        try (ResultSet row = select.executeQuery()) {
                            return row.next();
                        }
                    }
                });
    }

    /**
     * @throws IOException when the database is unavailable
     */
    public void add(String notification, String receiver) throws IOException {
        attempt(
                connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO alert_deliveries (notification, receiver, at)"
                                            + " VALUES (?, ?, ?)")) {
                        insert.setString(1, notification);
                        insert.setString(2, receiver);
                        insert.setObject(3, EpochMicros.utc(EpochMicros.now()));
                        return insert.executeUpdate();
                    }
                });
    }

    /**
     * Deletes what nobody asks for any more, and closes what a process before left open.
     *
     * @param detector of alerts that only the caller raises
     * @throws IOException when the database is unavailable
     */
    public void begin(String detector) throws IOException {
        attempt(
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM alert_deliveries WHERE at < ?")) {
                        delete.setObject(
                                1, EpochMicros.utc(EpochMicros.now() - KEPT.toNanos() / 1000));
                        delete.executeUpdate();
                    }
                    OpenAlerts.close(connection, detector);
                    return null;
                });
    }

    /**
     * Writes an alert that the caller raises.
     *
     * @throws IOException when the database is unavailable
     */
    public void raise(Alert alert) throws IOException {
        attempt(
                connection -> {
                    new BatchedInserts<>(
                                    connection,
                                    Tables.ALERTS.with(database.uids()),
                                    database.dialect())
                            .insert(List.of(alert));
                    return null;
                });
    }

    private <V> V attempt(Work<V> work) throws IOException {
        SimpleJdbcConnectionProvider connections =
                new SimpleJdbcConnectionProvider(database.connectionOptions());
        try {
            Connection connection = connections.getOrEstablishConnection();
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException e) {
            throw new IOException(database + ": " + database.words(e), e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            connections.closeConnection();
        }
    }
}
