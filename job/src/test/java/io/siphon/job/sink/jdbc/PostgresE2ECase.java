package io.siphon.job.sink.jdbc;

import io.siphon.job.ConfigurationException;
import io.siphon.job.bench.server.PostgresServer;
import io.siphon.sources.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract on a real server, whose time zone is not ours. */
@Timeout(180)
class PostgresE2ECase implements JdbcContract {

    private static PostgresServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        server = PostgresServer.started("timezone=Asia/Kolkata");
        database = TestDatabase.at(server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
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
    void namesADatabaseThatDoesNotExist() {
        Database none =
                new Database(
                        Dialect.POSTGRESQL,
                        server.url() + "_none",
                        PostgresServer.USER,
                        Secret.of(PostgresServer.PASSWORD));

        assertThatThrownBy(() -> Schema.migrate(none))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("database \"siphon_none\" does not exist");
    }
}
