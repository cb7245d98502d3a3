package io.siphon.job.sink.jdbc;

import io.siphon.bench.server.PostgresServer;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.Retention;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

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

    private static List<String> partitions() throws SQLException {
        return database
                .rows(
                        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON oid = inhrelid"
                                + " WHERE relkind = 'r' AND inhparent = 'sip_trace'::regclass ORDER BY 1")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static Trace at(String time) {
        return Samples.sip("call " + time, Samples.micros(time), new byte[] {'x'});
    }

    @Test
    void makesThePartitionOfEachDayThatABatchHas() throws Exception {
        Trace[] days = {
            at("1970-01-01T00:00:00"),
            at("2026-02-28T23:59:59.999999"),
            at("2026-03-01T00:00:00"),
            at("2106-02-07T06:28:15")
        };
        database.write(Tables.SIP_TRACE, days);
        database.write(Tables.SIP_TRACE, days);
        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00"));

        assertThat(database.count("sip_trace")).isEqualTo(5);
        assertThat(database.row("SELECT count(DISTINCT id) FROM sip_trace")).containsExactly("5");
        assertThat(partitions())
                .containsExactly(
                        "sip_trace_19700101",
                        "sip_trace_20260228",
                        "sip_trace_20260301",
                        "sip_trace_20260302",
                        "sip_trace_21060207");
    }

    @Test
    void makesPartitionsAhead() throws Exception {
        try (Connection connection = database.connect()) {
            Dialect.POSTGRESQL.partitionAhead(connection, LocalDate.of(2026, 12, 31));
            Dialect.POSTGRESQL.partitionAhead(connection, LocalDate.of(2027, 1, 1));
        }
        assertThat(partitions())
                .containsExactly(
                        "sip_trace_20261231",
                        "sip_trace_20270101",
                        "sip_trace_20270102",
                        "sip_trace_20270103");
    }

    @Test
    void looksForACallIdOnlyOnTheDaysAskedFor() throws Exception {
        database.write(
                Tables.SIP_TRACE,
                at("2026-02-27T00:00:00"),
                at("2026-02-28T00:00:00"),
                at("2026-03-01T00:00:00"));

        String plan =
                database.rows(
                                "EXPLAIN SELECT msg FROM sip_trace WHERE callid = 'a' AND time_stamp >="
                                        + " '2026-02-28' AND time_stamp < '2026-03-01'")
                        .toString();

        assertThat(plan).contains("sip_trace_20260228").doesNotContain("sip_trace_20260227");
        assertThat(plan).doesNotContain("sip_trace_20260301");
    }

    @Test
    void takesOverTheMessagesOfAnEarlierVersionAsOnePartition() throws Exception {
        earlierVersion();
        database.execute("CREATE ROLE reader", "GRANT SELECT ON sip_trace TO reader");

        database.migrate();

        assertThat(partitions()).containsExactly("sip_trace_before");
        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"), at("2026-03-01T00:00:01"));
        database.write(Tables.SIP_TRACE, at("2100-01-01T00:00:00"));
        assertThat(partitions()).containsExactly("sip_trace_21000101", "sip_trace_before");
        assertThat(database.rows("SELECT id FROM sip_trace ORDER BY time_stamp").get(0))
                .containsExactly("1");
        assertThat(database.row("SELECT count(DISTINCT id), count(*) FROM sip_trace"))
                .containsExactly("3", "3");
        assertThat(database.row("SELECT has_table_privilege('reader', 'sip_trace', 'SELECT')"))
                .containsExactly("true");
        assertThat(
                        database.row(
                                "SELECT count(*) FROM pg_indexes WHERE tablename = 'sip_trace_21000101'"))
                .containsExactly("4");
        database.execute("DROP OWNED BY reader", "DROP ROLE reader");
        database.migrate();
    }

    /** Version 0.1's last tables, of one message. */
    private static void earlierVersion() throws Exception {
        database.recreateAsOfVersion01();
        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"));
        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    /** Row by row nothing is waited for: what stands in the way is told by the next start. */
    @Test
    void leavesATableAloneThatAViewDependsOn() throws Exception {
        earlierVersion();
        database.execute("CREATE VIEW mine AS SELECT callid FROM sip_trace");

        database.migrate();

        database.write(Tables.SIP_TRACE, at("2026-03-02T00:00:00"));
        assertThat(database.count("mine")).isEqualTo(2);
        assertThat(partitions()).isEmpty();
    }

    /** As in a process that ended before all rows were looked at. */
    @Test
    void goesOnWithATakeoverThatWasBrokenOff() throws Exception {
        earlierVersion();
        database.execute(
                "ALTER TABLE sip_trace ADD CONSTRAINT sip_trace_before CHECK (time_stamp < '2026-03-05') NOT VALID");
        database.write(Tables.SIP_TRACE, at("2026-03-04T23:59:59"));

        database.migrate();

        database.write(Tables.SIP_TRACE, at("2026-03-05T00:00:00"));
        assertThat(partitions()).containsExactly("sip_trace_20260305", "sip_trace_before");
        assertThat(database.count("sip_trace")).isEqualTo(3);
    }

    @Test
    void refusesNoRowWhileATableIsTakenOver() throws Exception {
        earlierVersion();
        database.execute(
                "ALTER TABLE sip_trace ADD CONSTRAINT sip_trace_before CHECK (time_stamp < '2026-03-05') NOT VALID");

        database.write(Tables.SIP_TRACE, at("2026-03-05T00:00:00"));

        assertThat(database.count("sip_trace")).isEqualTo(2);
        database.migrate();
        assertThat(partitions()).containsExactly("sip_trace_before");
    }

    @Test
    void dropsAPartitionWhileItsTableIsWrittenTo() throws Exception {
        earlierVersion();
        database.migrate();
        database.write(Tables.SIP_TRACE, at("2100-01-01T00:00:00"), at("2100-01-02T00:00:00"));
        try (Connection reading = database.connect();
                Statement open = reading.createStatement();
                Connection pruning = database.connect()) {
            reading.setAutoCommit(false);
            one(open, "SELECT count(*) FROM sip_trace");
            Pruner pruner = pruner(pruning, "2100-01-03T00:00:00Z");
            Thread thread = new Thread(() -> prune(pruner));
            thread.start();
            // half a second at a time stands it in the way of others
            database.write(Tables.SIP_TRACE, at("2100-01-02T00:00:01"));
            assertThat(thread.isAlive()).isTrue();
            reading.rollback();
            thread.join();
        }
        assertThat(partitions()).containsExactly("sip_trace_21000102");
        assertThat(database.count("sip_trace")).isEqualTo(2);
    }

    private static Pruner pruner(Connection connection, String now) throws SQLException {
        return new Pruner(
                connection,
                Dialect.POSTGRESQL,
                new Retention(Map.of("sip_trace", Duration.ofDays(1))),
                Instant.parse(now),
                true,
                new CountDownLatch(1));
    }

    private static void prune(Pruner pruner) {
        try {
            pruner.prune(Tables.SIP_TRACE, rows -> {});
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
