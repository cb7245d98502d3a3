package io.siphon.job.sink.jdbc;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.StoreSection;
import io.siphon.job.config.UidSecret;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Uids;

import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Metadata of a database: table {@code siphon_meta}, a name and a text per row. */
final class StoreMeta {

    private static final String SECRET = "uid-secret";

    /** Tables whose rows have a {@code uid}. */
    private static final List<String> TABLES =
            List.of(
                    "sip_trace",
                    "hep_trace",
                    "calls",
                    "registrations",
                    "streams",
                    "reported_streams",
                    "alerts",
                    "undecodable");

    private StoreMeta() {}

    /**
     * The secret of the uids, see {@link Uids#of}. The first job that writes to the database puts
     * it there; where version 0.1 has left rows, it counts from now on.
     *
     * @param wanted the one that is configured; null: any
     */
    static String uidSecret(Database database, @Nullable String wanted) {
        SimpleJdbcConnectionProvider connections =
                new SimpleJdbcConnectionProvider(database.connectionOptions());
        try {
            Connection connection = connections.getOrEstablishConnection();
            String kept = read(connection);
            if (kept == null) {
                String secret = wanted == null ? UidSecret.random() : wanted;
                put(
                        connection,
                        hasRows(connection) ? Uids.text(secret, EpochMicros.now()) : secret);
                kept = read(connection);
            }
            if (wanted != null && !wanted.equals(kept) && !kept.startsWith(wanted + '@')) {
                throw new ConfigurationException(
                        StoreSection.UID_SECRET.key()
                                + ": "
                                + database
                                + " already has another secret, in siphon_meta; remove the option to"
                                + " use it");
            }
            return kept;
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "The table siphon_meta in %s cannot be used: %s"
                            .formatted(database, database.words(e)),
                    e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            connections.closeConnection();
        }
    }

    @Nullable
    private static String read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT content FROM siphon_meta WHERE name = ?")) {
            select.setString(1, SECRET);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void put(Connection connection, String secret) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO siphon_meta (name, content) VALUES (?, ?)")) {
            insert.setString(1, SECRET);
            insert.setString(2, secret);
            insert.executeUpdate();
        } catch (SQLException e) {
            // 23: another job was faster, and its secret is everybody's
            if (e.getSQLState() == null || !e.getSQLState().startsWith("23")) {
                throw e;
            }
        }
    }

    private static boolean hasRows(Connection connection) throws SQLException {
        for (String table : TABLES) {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
                if (row.next()) {
                    return true;
                }
            }
        }
        return false;
    }
}
