package io.siphon.job.sink.jdbc;

import io.siphon.bench.server.MariaDbServer;
import io.siphon.job.config.Retention;
import io.siphon.job.sink.DirectWrites;
import io.siphon.job.sink.Samples;
import io.siphon.job.testutils.Await;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A table of messages of an earlier version is copied into partitions beside its writers. */
@Timeout(600)
class MariaDbTakeOverE2ECase {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static MariaDbServer server;
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        server = MariaDbServer.started();
        database = TestDatabase.at(server.url(), MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void recreate() throws SQLException {
        database.clear();
        database.migrateWithoutPartitions();
    }

    /** Messages of three days. */
    private static void fill(int rows) throws SQLException {
        database.execute(
                "INSERT INTO sip_trace (time_stamp, callid, msg, received_at, uid) SELECT '2026-03-01' + INTERVAL seq MOD 3 DAY, seq, 'x', '2026-03-01', UNHEX(MD5(seq)) FROM seq_1_to_"
                        + rows);
    }

    private static Trace message(String callId, int number) {
        return Samples.sip(callId, EpochMicros.now() + number, new byte[] {'x'});
    }

    /** As Siphon does it. */
    private static void takeOver(Connection connection, int batchRows, Duration longest)
            throws SQLException, InterruptedException {
        MariaDbTakeOver takeOver =
                new MariaDbTakeOver(
                        connection, Tables.SIP_TRACE, batchRows, longest, new CountDownLatch(1));
        takeOver.finish();
        takeOver.run(TODAY);
    }

    private static void takeOver(int batchRows) throws SQLException, InterruptedException {
        try (Connection connection = database.connect()) {
            takeOver(connection, batchRows, LONG);
        }
    }

    private static Partitions partitions() throws SQLException {
        try (Connection connection = database.connect()) {
            return new MariaDbPartitions(connection, Tables.SIP_TRACE).partitions();
        }
    }

    private static void assertDone() throws SQLException {
        assertThat(partitions().days().keySet())
                .contains(
                        LocalDate.of(2026, 3, 1),
                        LocalDate.of(2026, 3, 2),
                        LocalDate.of(2026, 3, 3),
                        TODAY,
                        TODAY.plusDays(1));
        assertThat(leftOver()).isEmpty();
        assertThat(
                        database.row(
                                "SELECT count(*) - count(DISTINCT uid), count(*) - count(DISTINCT id) FROM sip_trace"))
                .containsExactly("0", "0");
    }

    private static List<List<String>> leftOver() throws SQLException {
        return database.rows(
                "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'siphon\\_%\\_sip\\_trace'");
    }

    private static CompletableFuture<Void> async(Callable<?> work) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        work.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                });
    }

    @Test
    void takesOverALargeTableBesideAWriter() throws Exception {
        fill(30_000);
        CountDownLatch enough = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> writer =
                async(
                        () -> {
                            try (DirectWrites<Trace> target = database.target(Tables.SIP_TRACE)) {
                                while (enough.getCount() > 0) {
                                    target.write(List.of(message("call", 0)));
                                    written.incrementAndGet();
                                }
                            }
                            return null;
                        });
        Await.until("rows written", PATIENCE, written::get, rows -> rows > 100);

        takeOver(500);

        int meanwhile = written.get();
        Await.until("rows written", PATIENCE, written::get, rows -> rows > meanwhile + 100);
        enough.countDown();
        writer.get();
        assertDone();
        assertThat(meanwhile).isGreaterThan(200);
        assertThat(database.count("sip_trace")).isEqualTo(30_000 + written.get());
        assertThat(
                        database.row(
                                "SELECT count(*), sum(id), min(id), max(id) FROM sip_trace WHERE msg = 'x' AND time_stamp < '2026-04-01'"))
                .containsExactly("30000", "450015000", "1", "30000");
    }

    @Test
    void isTakenOverAtTheStartOnlyWhereItIsSmall() throws Exception {
        fill(50);
        try (Connection connection = database.connect()) {
            MariaDbStorage storage = new MariaDbStorage(1_000);
            storage.partition(connection, TODAY, 1_000, new CountDownLatch(1));
            assertThat(partitions().days()).isEmpty();

            storage.partition(connection, TODAY, Long.MAX_VALUE, new CountDownLatch(1));
        }
        assertDone();
        assertThat(database.count("sip_trace")).isEqualTo(50);
    }

    /** A transaction may store a row with a smaller id than one that is committed already. */
    @Test
    void waitsForTransactionsBeforeItPassesTheirIds() throws Exception {
        fill(50);
        String insert =
                "INSERT INTO sip_trace (id, time_stamp, callid, msg, received_at, uid) VALUES (%1$d, '2026-03-01', '%1$d', 'y', '2026-03-01', UNHEX(MD5('id %1$d')))";
        try (Connection slow = database.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("DELETE FROM sip_trace WHERE id = 0");
            database.execute(insert.formatted(101));
            CompletableFuture<Void> takeOver =
                    async(
                            () -> {
                                takeOver(20);
                                return null;
                            });
            Await.until(
                    "statements that wait",
                    PATIENCE,
                    () ->
                            database.rows(
                                    "SELECT info FROM information_schema.processlist WHERE state LIKE 'Waiting for table metadata lock'"),
                    waiting -> !waiting.isEmpty());
            statement.execute(insert.formatted(100));
            slow.commit();
            takeOver.get();
        }
        assertDone();
        assertThat(database.rows("SELECT id FROM sip_trace WHERE msg = 'y' ORDER BY id"))
                .containsExactly(List.of("100"), List.of("101"));
        assertThat(database.count("sip_trace")).isEqualTo(52);
    }

    /** Thrown in the place of a statement, and of all that would follow it. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A connection whose process is killed after so many statements that change something. */
    private static Connection killedAfter(int statements, Connection connection) {
        AtomicInteger left = new AtomicInteger(statements);
        return proxy(
                Connection.class,
                connection,
                (method, result) ->
                        method.equals("createStatement")
                                ? proxy(
                                        Statement.class,
                                        (Statement) result.call(),
                                        (called, answer) -> {
                                            if (called.equals("execute")
                                                    && left.getAndDecrement() <= 0) {
                                                throw new Killed();
                                            }
                                            return answer.call();
                                        })
                                : result.call());
    }

    private interface Call {
        Object of(String method, Callable<?> result) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T target, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            try {
                                return call.of(
                                        method.getName(), () -> method.invoke(target, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private static boolean isKilled(int statements) throws Exception {
        try (Connection connection = database.connect()) {
            takeOver(killedAfter(statements, connection), 20, LONG);
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        fill(50);
        database.execute("CREATE TABLE template LIKE sip_trace");
        database.execute("INSERT INTO template SELECT * FROM sip_trace");
        Trace again = message("again", 0);
        int statements = 0;
        for (boolean killed = true; killed; statements++) {
            database.execute("DROP TABLE sip_trace", "CREATE TABLE sip_trace LIKE template");
            database.execute("INSERT INTO sip_trace SELECT * FROM template");
            database.write(Tables.SIP_TRACE, again);

            killed = isKilled(statements);
            // as a writer does that did not hear whether its row was stored
            database.write(Tables.SIP_TRACE, again, message("after", statements));
            takeOver(20);

            assertDone();
            assertThat(
                            database.row(
                                    "SELECT count(*), sum(id <= 50), sum(callid = 'again'), sum(callid = 'after') FROM sip_trace"))
                    .as("after %d statements", statements)
                    .containsExactly("52", "50", "1", "1");
        }
        assertThat(statements).isGreaterThan(10);
    }

    @Test
    void leavesOutWhatWasPrunedMeanwhile() throws Exception {
        fill(60);
        int statements = 0;
        do {
            recreate();
            fill(60);
            assertThat(isKilled(statements++)).isTrue();
        } while (!copied().equals("40"));
        database.execute("DELETE FROM sip_trace WHERE time_stamp < '2026-03-02'");

        takeOver(20);

        assertThat(leftOver()).isEmpty();
        assertThat(database.count("sip_trace")).isEqualTo(40);
        assertThat(database.count("sip_trace WHERE time_stamp < '2026-03-02'")).isZero();
    }

    /** New ids are behind those that are still to be copied. */
    @Test
    void numbersRowsAnewAfterARestartOfTheServer() throws Exception {
        int statements = 0;
        do {
            recreate();
            fill(50);
            assertThat(isKilled(statements++)).isTrue();
        } while (!leftOver().contains(List.of("siphon_old_sip_trace")));
        server.stop();
        server.start();

        database.write(Tables.SIP_TRACE, message("after", 0));

        assertThat(Integer.parseInt(database.row("SELECT max(id) FROM sip_trace").get(0)))
                .isGreaterThan(1_000_000);
        takeOver(20);
        assertDone();
        assertThat(database.count("sip_trace")).isEqualTo(51);
    }

    private static String copied() throws SQLException {
        return leftOver().isEmpty()
                ? "none"
                : database.row("SELECT count(*) FROM siphon_new_sip_trace").get(0);
    }

    @Test
    void beginsAnewWhereTheTableHasGotAnotherColumn() throws Exception {
        fill(50);
        try (Connection connection = database.connect()) {
            takeOver(connection, 20, Duration.ZERO);
        }
        assertThat(copied()).isEqualTo("0");
        database.execute("ALTER TABLE sip_trace ADD COLUMN mine INT DEFAULT 7");

        takeOver(20);

        assertDone();
        assertThat(database.row("SELECT count(*), sum(mine) FROM sip_trace"))
                .containsExactly("50", "350");
    }

    @Test
    void keepsWhatTheOperatorHasMadeOfTheTable() throws Exception {
        fill(50);
        database.execute(
                "ALTER TABLE sip_trace PAGE_COMPRESSED = 1",
                "ALTER TABLE sip_trace ADD COLUMN length INT AS (LENGTH(msg)) STORED, ADD COLUMN twice INT AS (2 * LENGTH(msg)) VIRTUAL, ADD INDEX mine (length)",
                "CREATE OR REPLACE VIEW view_of_mine AS SELECT callid, length, twice FROM sip_trace");

        takeOver(20);

        assertDone();
        assertThat(database.row("SELECT count(*), sum(length), sum(twice) FROM view_of_mine"))
                .containsExactly("50", "50", "100");
        assertThat(database.row("SHOW CREATE TABLE sip_trace").get(1))
                .contains("`PAGE_COMPRESSED`=1", "STORED", "VIRTUAL", "KEY `mine` (`length`)");
    }

    @Test
    void prunesAndWritesAfterwards() throws Exception {
        fill(50);
        takeOver(20);

        database.write(Tables.SIP_TRACE, message("new", 0));
        try (Connection connection = database.connect()) {
            new Pruner(
                            connection,
                            Dialect.MARIADB,
                            new Retention(Map.of("sip_trace", Duration.ofDays(1))),
                            Instant.parse("2026-03-04T00:00:00Z"),
                            true,
                            new CountDownLatch(1))
                    .prune(Tables.SIP_TRACE, rows -> {});
        }

        assertThat(partitions().days().keySet())
                .doesNotContain(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 2))
                .contains(LocalDate.of(2026, 3, 3));
        assertThat(database.count("sip_trace WHERE time_stamp < '2026-03-03'")).isZero();
        assertThat(database.count("sip_trace PARTITION (d20260303)")).isEqualTo(17);
        assertThat(database.count("sip_trace")).isEqualTo(18);
    }

    /** The privileges that version 0.1 asked for do not include it. */
    @Test
    void leavesATableThatItMayNotDrop() throws Exception {
        fill(50);
        TestDatabase.at(server.url(), "root", "")
                .execute(
                        "CREATE OR REPLACE USER few@'%' IDENTIFIED BY 'few'",
                        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON siphon.* TO few@'%'");
        try (Connection few = TestDatabase.at(server.url(), "few", "few").connect()) {
            takeOver(few, 20, LONG);
            takeOver(few, 20, LONG);
        }

        assertThat(partitions().days()).isEmpty();
        assertThat(leftOver()).isEmpty();
        assertThat(database.count("sip_trace")).isEqualTo(50);
    }

    @Test
    void isDoneByOneProcessAtATime() throws Exception {
        fill(50);
        try (Connection other = database.connect();
                Statement lock = other.createStatement()) {
            lock.execute("SELECT GET_LOCK('siphon siphon sip_trace', 1)");
            assertThatThrownBy(() -> takeOver(20))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("another process changes the partitions of sip_trace");
        }
        assertThat(database.count("sip_trace")).isEqualTo(50);
    }
}
