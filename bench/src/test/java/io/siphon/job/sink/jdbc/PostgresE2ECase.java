package io.siphon.job.sink.jdbc;

import io.siphon.bench.server.PostgresServer;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.Samples;
import io.siphon.job.sink.StoreAwayException;
import io.siphon.job.testutils.Await;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.sources.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The contract on a real server, whose time zone is not ours. */
@Timeout(180)
class PostgresE2ECase implements JdbcContract, PruneContract {

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
    void triesAgainWhatTheServerGivesUp() throws Exception {
        TestDatabase limited =
                TestDatabase.at(
                        server.url() + "?options=-c%20statement_timeout=300",
                        PostgresServer.USER,
                        PostgresServer.PASSWORD);
        try (DirectWrites<Trace> target = limited.target(Tables.SIP_TRACE);
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE sip_trace IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> target.write(List.of(Samples.invite("a1", 0))))
                    .isInstanceOf(StoreAwayException.class)
                    .hasMessageContaining("statement timeout");
            other.rollback();
            target.write(List.of(Samples.invite("a1", 0)));
        }
        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    /** What the server says is what it is judged by. */
    @Test
    void judgesTransactionsThatTheServerGaveUp() throws Exception {
        try (Connection failed = database.connect();
                Statement statement = failed.createStatement()) {
            failed.setAutoCommit(false);
            assertThat(error(statement, "SELECT 1 / 0").getSQLState()).isEqualTo("22012");
            SQLException inFailed = error(statement, "SELECT 1");
            assertThat(inFailed.getSQLState()).isEqualTo("25P02");
            assertThat(Dialect.POSTGRESQL.judge(inFailed)).isEqualTo(ErrorClass.RETRY);
        }
        try (Connection idle = database.connect();
                Statement statement = idle.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = 100");
            idle.setAutoCommit(false);
            String pid = one(statement, "SELECT pg_backend_pid()");
            Await.until(
                    "sessions",
                    Duration.ofSeconds(30),
                    () -> database.count("pg_stat_activity WHERE pid = " + pid),
                    sessions -> sessions == 0);
            assertThat(Dialect.POSTGRESQL.judge(error(statement, "SELECT 1")))
                    .isEqualTo(ErrorClass.RETRY);
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static SQLException error(Statement statement, String sql) {
        return catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
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
