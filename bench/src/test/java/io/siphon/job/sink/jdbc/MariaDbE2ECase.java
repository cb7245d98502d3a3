package io.siphon.job.sink.jdbc;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.Retention;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract on a real server, whose time zone is not ours. */
@Timeout(600)
class MariaDbE2ECase implements JdbcContract, PruneContract, DaySumsContract, SizeGuardContract {

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

    private static List<String> partitions() throws SQLException {
        return database
                .rows(
                        "SELECT partition_name FROM information_schema.partitions WHERE table_schema = 'siphon'"
                                + " AND table_name = 'sip_trace' AND partition_name IS NOT NULL ORDER BY partition_ordinal_position")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static List<String> days() throws SQLException {
        String today = "d" + LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
        return partitions().stream()
                .filter(name -> name.startsWith("d") && !name.equals(today))
                .toList();
    }

    private static int rowsOf(String partition) throws SQLException {
        return database.count("sip_trace PARTITION (" + partition + ")");
    }

    private static Trace at(String time) {
        return Samples.sip("call " + time, Samples.micros(time), new byte[] {'x'});
    }

    @Test
    void makesThePartitionOfEachDayThatABatchHas() throws Exception {
        Trace[] batch = {
            at("1970-01-01T00:00:00"),
            at("2026-02-28T23:59:59.999999"),
            at("2026-03-01T00:00:00"),
            at("2106-02-07T06:28:15")
        };
        database.write(Tables.SIP_TRACE, batch);
        database.write(Tables.SIP_TRACE, batch);
        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00"));

        assertThat(days())
                .containsExactly("d19700101", "d20260228", "d20260301", "d20260302", "d21060207");
        for (String day : days()) {
            assertThat(rowsOf(day)).as(day).isEqualTo(1);
        }
        assertThat(database.row("SELECT count(*), count(DISTINCT id) FROM sip_trace"))
                .containsExactly("5", "5");
    }

    @Test
    void takesOverTheMessagesOfAnEarlierVersionByTheirDays() throws Exception {
        database.recreateAsOfVersion01();
        database.writeAsVersion01(at("2026-03-01T00:00:00"), at("2026-03-03T00:00:00"));
        assertThat(partitions()).isEmpty();

        database.migrate();
        database.migrate();
        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00"));

        assertThat(days()).containsExactly("d20260301", "d20260302", "d20260303");
        assertThat(partitions()).startsWith("until_20260301", "d20260301").endsWith("later");
        assertThat(database.rows("SELECT id, callid FROM sip_trace ORDER BY id").subList(0, 2))
                .containsExactly(
                        List.of("1", "call 2026-03-01T00:00:00"),
                        List.of("2", "call 2026-03-03T00:00:00"));
        assertThat(database.count("sip_trace")).isEqualTo(3);
    }

    @Test
    void dropsADayAndTakesItsLateRowsAgain() throws Exception {
        database.write(
                Tables.SIP_TRACE,
                at("2026-03-01T00:00:00"),
                at("2026-03-02T00:00:00"),
                at("2026-03-03T00:00:00"));
        try (Connection connection = database.connect()) {
            Dialect.MARIADB.storage().drop(connection, Tables.SIP_TRACE, "d20260302");
            assertThat(partitions())
                    .startsWith("until_20260301", "d20260301", "until_20260303", "d20260303");
            Dialect.MARIADB.storage().drop(connection, Tables.SIP_TRACE, "d20260301");
            assertThat(partitions()).startsWith("until_20260303", "d20260303");
        }
        assertThat(database.count("sip_trace")).isEqualTo(1);

        database.write(Tables.SIP_TRACE, at("2026-03-02T00:00:00"));

        assertThat(days()).containsExactly("d20260302", "d20260303");
        assertThat(rowsOf("d20260302")).isEqualTo(1);
    }

    /** Rows would be copied while writers wait: they stay where they are, and are pruned there. */
    @Test
    void storesRowsOfADayThatCannotBeCutOff() throws Exception {
        database.execute(
                "INSERT INTO sip_trace (time_stamp, msg, received_at, uid) SELECT '2026-03-02', 'x',"
                        + " '2026-03-02', UNHEX(MD5(seq)) FROM seq_1_to_1001");

        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"));

        assertThat(days()).isEmpty();
        assertThat(database.count("sip_trace")).isEqualTo(1002);
        try (Connection connection = database.connect()) {
            new Pruner(
                            connection,
                            Dialect.MARIADB,
                            new Retention(Map.of("sip_trace", Duration.ofDays(1))),
                            Instant.parse("2026-04-01T00:00:00Z"),
                            true,
                            new CountDownLatch(1))
                    .prune(Tables.SIP_TRACE, rows -> {});
        }
        assertThat(database.count("sip_trace")).isZero();
    }

    /** The privileges that version 0.1 asked for do not include DROP, which empties a partition. */
    @Test
    void deletesRowByRowWhatItMayNotDrop() throws Exception {
        TestDatabase.at(server.url(), "root", "")
                .execute(
                        "CREATE OR REPLACE USER few@'%' IDENTIFIED BY 'few'",
                        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON siphon.* TO few@'%'");
        TestDatabase few = TestDatabase.at(server.url(), "few", "few");
        few.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00"));
        assertThat(days()).containsExactly("d20260301", "d20260302");

        try (Connection connection = few.connect()) {
            DayRows rows =
                    new DayRows(
                            connection, Dialect.MARIADB, Tables.SIP_TRACE, new CountDownLatch(1));
            assertThat(rows.delete(LocalDate.of(2026, 3, 1), deleted -> {})).isEqualTo(1);
        }

        assertThat(database.rows("SELECT callid FROM sip_trace"))
                .containsExactly(List.of("call 2026-03-02T00:00:00"));
    }

    /** A writer waits for no more than it takes to try; the rows are stored all the same. */
    @Test
    void writesThoughSomebodyElseChangesThePartitions() throws Exception {
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            lock.execute("SELECT GET_LOCK('siphon siphon sip_trace', 1)");
            database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"));
        }
        assertThat(days()).isEmpty();
        assertThat(database.count("sip_trace")).isEqualTo(1);
    }

    @Test
    void looksForACallIdOnlyOnTheDaysAskedFor() throws Exception {
        database.write(Tables.SIP_TRACE, at("2026-02-27T00:00:00"), at("2026-02-28T00:00:00"));

        assertThat(
                        database.row(
                                        "EXPLAIN PARTITIONS SELECT msg FROM sip_trace WHERE callid = 'a' AND"
                                                + " time_stamp >= '2026-02-28' AND time_stamp < '2026-03-01'")
                                .get(3))
                .startsWith("d20260228")
                .doesNotContain("d20260227");
    }

    @Test
    void dropsWholeDaysUntilItFits() throws Exception {
        database.write(Tables.SIP_TRACE, at("2026-03-01T00:00:00"), at("2026-03-02T00:00:00"));
        database.execute(
                """
                INSERT INTO sip_trace (time_stamp, callid, msg, received_at, uid)
                SELECT '2026-03-01' + INTERVAL seq * 17 SECOND, seq DIV 7, REPEAT(MD5(seq), 22), '2026-03-01',
                    UNHEX(MD5(seq)) FROM seq_1_to_10000""");
        TableStorage storage = Dialect.MARIADB.storage();
        try (Connection connection = database.connect()) {
            long bytes = storage.bytes(connection, true);
            assertThat(bytes).isBetween(9_000_000L, 25_000_000L);
            SizeGuard guard =
                    new SizeGuard(
                            connection,
                            Dialect.MARIADB,
                            bytes - 500_000,
                            Instant.parse("2026-03-05T00:00:00Z"),
                            new CountDownLatch(1));

            SizeGuard.Excess excess = guard.free(bytes, rows -> {});

            assertThat(excess.rows()).isEqualTo(5_083);
            assertThat(days()).containsExactly("d20260302");
            assertThat(storage.bytes(connection, true)).isLessThan(bytes - 3_000_000);
        }
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
