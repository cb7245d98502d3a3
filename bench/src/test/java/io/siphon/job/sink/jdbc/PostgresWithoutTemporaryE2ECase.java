package io.siphon.job.sink.jdbc;

import io.siphon.bench.server.PostgresServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract as a user who may not make temporary tables: by statements, without COPY. */
@Timeout(600)
class PostgresWithoutTemporaryE2ECase implements JdbcContract {

    private static PostgresServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws SQLException {
        server = PostgresServer.started("timezone=Asia/Kolkata");
        TestDatabase.at(server.url(), PostgresServer.USER, PostgresServer.PASSWORD)
                .execute(
                        "CREATE ROLE bound LOGIN PASSWORD 'bound'",
                        "CREATE DATABASE bound OWNER bound",
                        "REVOKE TEMPORARY ON DATABASE bound FROM PUBLIC, bound");
        String url = server.url().replaceFirst("/siphon\\b", "/bound");
        database = TestDatabase.at(url, "bound", "bound");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    @Test
    void mayNotMakeTemporaryTables() {
        assertThatThrownBy(() -> database.execute("CREATE TEMPORARY TABLE t (n int)"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied to create temporary tables");
    }
}
