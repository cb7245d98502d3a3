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

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The contract on a real server, whose time zone is not ours, in a locale that orders words. */
@Timeout(600)
class PostgresE2ECase implements JdbcContract, PruneContract, DaySumsContract, SizeGuardContract {

    private static PostgresServer server;
    private static String url;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws SQLException {
        server = PostgresServer.started("timezone=Asia/Kolkata");
        TestDatabase.at(server.url(), PostgresServer.USER, PostgresServer.PASSWORD)
                .execute(
                        "CREATE DATABASE words TEMPLATE template0 LOCALE_PROVIDER icu"
                                + " ICU_LOCALE 'en-US'");
        url = server.url().replaceFirst("/siphon\\b", "/words");
        database = TestDatabase.at(url, PostgresServer.USER, PostgresServer.PASSWORD);
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
                        url + "?options=-c%20statement_timeout=300",
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
                    Duration.ofSeconds(60),
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
                        url + "_none",
                        PostgresServer.USER,
                        Secret.of(PostgresServer.PASSWORD));

        assertThatThrownBy(() -> Schema.migrate(none))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("database \"words_none\" does not exist");
    }

    private static List<String> partitions() throws SQLException {
        return database
                .rows(
                        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON oid = inhrelid"
                                + " WHERE relkind = 'r' AND inhparent = 'sip_message'::regclass ORDER BY 1")
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
            Dialect.POSTGRESQL.storage().partitionAhead(connection, LocalDate.of(2026, 12, 31));
            Dialect.POSTGRESQL.storage().partitionAhead(connection, LocalDate.of(2027, 1, 1));
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
        database.writeAsVersion01(at("2026-03-01T00:00:00"));
        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    /** It goes on with the same answers, whatever is stored below it. */
    @Test
    void keepsViewsOfTheOperator() throws Exception {
        earlierVersion();
        database.execute(
                "CREATE VIEW mine AS SELECT callid, msg FROM sip_trace",
                "CREATE VIEW theirs AS SELECT msg FROM mine");

        database.migrate();

        database.write(Tables.SIP_TRACE, ofATemplate("2026-03-02T00:00:00"));
        assertThat(database.count("mine")).isEqualTo(4);
        assertThat(database.row("SELECT count(*) FROM theirs WHERE msg LIKE 'INVITE sip:+4420%'"))
                .containsExactly("3");
        assertThat(partitions()).containsExactly("sip_trace_before");
    }

    /** Three messages of one kind: the first is stored whole. */
    private static Trace[] ofATemplate(String time) {
        return IntStream.range(0, 3)
                .mapToObj(
                        i ->
                                Samples.sip(
                                        "call-%d@192.0.2.1".formatted(i),
                                        Samples.micros(time) + i,
                                        """
                                        INVITE sip:+4420%1$d@example.org SIP/2.0\r
                                        Call-ID: call-%1$d@192.0.2.1\r
                                        X-Share: 50%%\r
                                        \r
                                        """
                                                .formatted(i)
                                                .getBytes(StandardCharsets.UTF_8)))
                .toArray(Trace[]::new);
    }

    @Test
    void storesWhatMessagesShareOnceADayAndUntilTheyAreDeleted() throws Exception {
        Trace[] messages = ofATemplate("2026-03-02T00:00:00");
        database.write(Tables.SIP_TRACE, messages);
        database.write(Tables.SIP_TRACE, messages);
        database.write(Tables.SIP_TRACE, ofATemplate("2026-03-03T00:00:00"));

        assertThat(database.count("sip_message WHERE msg IS NULL")).isEqualTo(4);
        assertThat(database.rows("SELECT day, text FROM sip_template ORDER BY day"))
                .extracting(row -> row.get(0))
                .containsExactly("2026-03-02", "2026-03-03");
        assertThat(database.rows("SELECT msg FROM sip_trace ORDER BY time_stamp, time_us"))
                .extracting(row -> row.get(0))
                .startsWith(
                        Arrays.stream(messages)
                                .map(m -> new String(m.payload(), StandardCharsets.UTF_8))
                                .toArray(String[]::new))
                .hasSize(6);

        try (Connection pruning = database.connect()) {
            TableStorage storage = Dialect.POSTGRESQL.storage();
            storage.drop(pruning, Tables.SIP_TRACE, "sip_trace_20260302");
            assertThat(database.count("sip_template")).as("used of late").isEqualTo(2);
            database.execute("UPDATE sip_template SET used_at = now() - interval '1 day'");
            storage.drop(pruning, Tables.SIP_TRACE, "sip_trace_20260302");
        }
        assertThat(database.row("SELECT min(day), count(*) FROM sip_template"))
                .containsExactly("2026-03-03", "1");
        assertThat(database.row("SELECT count(*), count(msg) FROM sip_trace"))
                .containsExactly("3", "3");
    }

    /** Kamailio's columns are enough, and the others are as they were. */
    @Test
    void takesRowsOfOthersThroughTheView() throws Exception {
        database.execute(
                "CREATE TABLE sip_trace_20260301 PARTITION OF sip_message FOR VALUES FROM ('2026-03-01') TO ('2026-03-02')",
                "INSERT INTO sip_trace (time_stamp, callid, msg, received_at, uid) VALUES ('2026-03-01', 'a', 'x', now(), gen_random_uuid())",
                "DELETE FROM sip_trace WHERE callid = 'b'");
        assertThat(database.row("SELECT id, msg, method FROM sip_trace"))
                .containsExactly("1", "x", "");
    }

    /** As in a process that ended before all rows were looked at. */
    @Test
    void goesOnWithATakeoverThatWasBrokenOff() throws Exception {
        earlierVersion();
        database.execute(
                "ALTER TABLE sip_trace ADD CONSTRAINT sip_trace_before CHECK (time_stamp < '2026-03-05') NOT VALID");
        database.writeAsVersion01(at("2026-03-04T23:59:59"));

        database.migrate();

        database.write(Tables.SIP_TRACE, at("2026-03-05T00:00:00"));
        assertThat(partitions()).containsExactly("sip_trace_20260305", "sip_trace_before");
        assertThat(database.count("sip_trace")).isEqualTo(3);
    }

    @Test
    void refusesNoRowWhileATableIsTakenOver() throws Exception {
        earlierVersion();
        database.migrateWithoutPartitions();
        database.execute(
                "ALTER TABLE sip_message ADD CONSTRAINT sip_trace_before CHECK (time_stamp < '2026-03-05') NOT VALID");

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

    private static void fill(String table, String from, String to, int rows) throws Exception {
        database.execute(
                """
                INSERT INTO %1$s (time_stamp, time_us, callid, msg, received_at, uid)
                SELECT timestamp '%2$s' + n * (timestamp '%3$s' - timestamp '%2$s') / %4$d, 0, n / 7,
                    repeat(md5(n::text), 22), '2026-03-01', gen_random_uuid()
                FROM generate_series(0, %4$d - 1) n"""
                        .formatted(table, from, to, rows));
    }

    @Test
    void dropsWholeDaysUntilItFits() throws Exception {
        database.write(
                Tables.SIP_TRACE,
                at("2026-03-01T00:00:00"),
                at("2026-03-02T00:00:00"),
                at("2026-03-03T00:00:00"));
        fill("sip_trace", "2026-03-01", "2026-03-04", 15_000);
        try (Connection connection = database.connect()) {
            long bytes = Dialect.POSTGRESQL.storage().bytes(connection, true);
            assertThat(bytes).isBetween(12_000_000L, 20_000_000L);
            SizeGuard guard = guard(connection, bytes - 500_000);

            SizeGuard.Excess excess = guard.free(guard.bytes(), rows -> {});

            assertThat(excess.rows()).isEqualTo(5_001);
            assertThat(partitions()).containsExactly("sip_trace_20260302", "sip_trace_20260303");
            assertThat(guard.bytes()).isLessThan(bytes - 4_000_000);
        }
    }

    /** Their room is not given back to the disk, and is not deleted for a second time. */
    @Test
    void countsRowsThatWereDeletedOneByOneAsGone() throws Exception {
        earlierVersion();
        fill("sip_trace", "2026-03-01", "2026-03-02", 20_000);
        database.migrate();
        try (Connection connection = database.connect()) {
            long bytes = Dialect.POSTGRESQL.storage().bytes(connection, true);
            SizeGuard guard = guard(connection, bytes * 3 / 4);

            SizeGuard.Excess excess = guard.free(bytes, rows -> {});

            assertThat(excess.rows()).isBetween(4_000L, 7_000L);
            assertThat(Dialect.POSTGRESQL.storage().bytes(connection, false))
                    .isGreaterThan(bytes - 100_000);
            assertThat(guard.bytes()).isBetween(bytes * 6 / 10, bytes * 8 / 10);
        }
    }

    /** Templates, too, of which a day's go one by one. */
    @Test
    void countsTemplatesUntilTheyAreDeleted() throws Exception {
        try (Connection connection = database.connect()) {
            TableStorage storage = Dialect.POSTGRESQL.storage();
            long before = storage.bytes(connection, true);
            database.execute(
                    "INSERT INTO sip_template (id, day, text) SELECT n, '2026-03-01', repeat(md5(n::text), 40) FROM generate_series(1, 4000) n");
            assertThat(storage.bytes(connection, false)).isGreaterThan(before + 4_000_000);
            assertThat(storage.bytes(connection, true)).isGreaterThan(before + 4_000_000);

            database.execute("DELETE FROM sip_template WHERE id > 400");

            assertThat(storage.bytes(connection, false)).isGreaterThan(before + 4_000_000);
            assertThat(storage.bytes(connection, true)).isLessThan(before + 1_000_000);
        }
    }

    private static SizeGuard guard(Connection connection, long maxBytes) throws SQLException {
        return new SizeGuard(
                connection,
                Dialect.POSTGRESQL,
                maxBytes,
                Instant.parse("2026-03-05T00:00:00Z"),
                new CountDownLatch(1));
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
