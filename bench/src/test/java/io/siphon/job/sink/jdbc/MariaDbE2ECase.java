package io.siphon.job.sink.jdbc;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.Samples;
import io.siphon.job.sink.StoreAwayException;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.sources.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract on a real server, whose time zone is not ours. */
@Timeout(180)
class MariaDbE2ECase implements JdbcContract, PruneContract {

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

    @Override
    public TestDatabase database() {
        return database;
    }

    @Test
    void isReachedByMySqlsUrlToo() throws Exception {
        TestDatabase mysql =
                TestDatabase.at(
                        server.url().replace("jdbc:mariadb:", "jdbc:mysql:"),
                        MariaDbServer.USER,
                        MariaDbServer.PASSWORD);

        mysql.write(Tables.SIP_TRACE, Samples.invite("a1", 0));

        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    @Test
    void triesAgainWhatTheServerGivesUp() throws Exception {
        TestDatabase limited =
                TestDatabase.at(
                        server.url() + "?sessionVariables=max_statement_time=0.3",
                        MariaDbServer.USER,
                        MariaDbServer.PASSWORD);
        try (DirectWrites<Trace> target = limited.target(Tables.SIP_TRACE);
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("LOCK TABLES sip_trace WRITE");
            assertThatThrownBy(() -> target.write(List.of(Samples.invite("a1", 0))))
                    .isInstanceOf(StoreAwayException.class)
                    .hasMessageContaining("max_statement_time exceeded");
            statement.execute("UNLOCK TABLES");
            target.write(List.of(Samples.invite("a1", 0)));
        }
        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    @Test
    void namesADatabaseThatDoesNotExist() {
        Database none =
                new Database(
                        Dialect.MARIADB,
                        server.url() + "_none",
                        MariaDbServer.USER,
                        Secret.of(MariaDbServer.PASSWORD));

        assertThatThrownBy(() -> Schema.migrate(none))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("Unknown database 'siphon_none'");
    }
}
