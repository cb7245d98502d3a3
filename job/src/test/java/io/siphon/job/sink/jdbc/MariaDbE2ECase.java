package io.siphon.job.sink.jdbc;

import io.siphon.job.testutils.MariaDbServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;

/** The contract on a real server, whose time zone is not ours. */
@Timeout(180)
class MariaDbE2ECase implements JdbcContract {

    private static MariaDbServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        server = MariaDbServer.started("--default-time-zone=+05:45");
        database = TestDatabase.at(server.url(), MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void recreate() throws SQLException {
        database.recreate();
    }

    @Override
    public TestDatabase database() {
        return database;
    }
}
