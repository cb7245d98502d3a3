package io.siphon.bench.e2e;

import io.siphon.bench.server.DatabaseServer;
import io.siphon.bench.server.MariaDbServer;
import io.siphon.bench.server.PostgresServer;
import io.siphon.console.audit.AuditEntry;
import io.siphon.console.audit.AuditFile;
import io.siphon.console.audit.StoredAudit;
import io.siphon.console.store.StoreAddress;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.runtime.Stores;

import org.apache.flink.configuration.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;

/** The audit in real databases, as the owner of the tables and as a user that only reads. */
@Timeout(600)
class ConsoleAuditE2ECase {

    private static final AuditEntry ENTRY =
            new AuditEntry(1_772_359_200_000_001L, "alice", "192.0.2.9", "search", "/calls?q=%F0");

    @TempDir Path folder;

    @Test
    void aUserThatOnlyReadsWritesIntoTheFileUntilItMayInsert() throws Exception {
        try (PostgresServer server = PostgresServer.started()) {
            prepare(server);
            Path file = folder.resolve("postgres.log");
            execute(
                    server,
                    "CREATE ROLE reader LOGIN PASSWORD 'reader'",
                    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
            StoreAddress reader = new StoreAddress(server.url(), "reader", "reader");
            audit(reader, file);
            assertThat(file).content().contains("alice\t192.0.2.9\tsearch\t/calls?q=%F0");
            assertThat(rows(server)).isZero();

            execute(server, "GRANT INSERT, DELETE ON console_audit TO reader");
            audit(reader, file);
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    @Test
    void theOwnerWritesIntoTheTable() throws Exception {
        try (MariaDbServer server = MariaDbServer.started()) {
            prepare(server);
            Path file = folder.resolve("mariadb.log");
            audit(
                    new StoreAddress(server.url(), DatabaseServer.USER, DatabaseServer.PASSWORD),
                    file);
            assertThat(file).doesNotExist();
            assertThat(rows(server)).isEqualTo(1);
        }
    }

    private static void audit(StoreAddress address, Path file) {
        try (StoredAudit audit = new StoredAudit(address, new AuditFile(file))) {
            audit.add(ENTRY);
        }
    }

    private void prepare(DatabaseServer server) {
        Configuration configuration = new Configuration();
        configuration.set(DataSection.DIR, folder.toString());
        configuration.set(JdbcSection.URL, server.url());
        configuration.set(JdbcSection.USER, DatabaseServer.USER);
        configuration.set(JdbcSection.PASSWORD, DatabaseServer.PASSWORD);
        Stores.prepare(configuration);
    }

    private static void execute(DatabaseServer server, String... statements) throws SQLException {
        try (Connection connection = connect(server);
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    private static int rows(DatabaseServer server) throws SQLException {
        try (Connection connection = connect(server);
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT COUNT(*) FROM console_audit")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(DatabaseServer server) throws SQLException {
        return DriverManager.getConnection(
                server.url(), DatabaseServer.USER, DatabaseServer.PASSWORD);
    }
}
