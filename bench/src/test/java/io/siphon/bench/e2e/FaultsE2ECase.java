package io.siphon.bench.e2e;

import io.siphon.bench.lab.EndlessTraffic;
import io.siphon.bench.lab.Flood;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;
import io.siphon.sources.listen.KernelSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What befalls a capture server, all of it at one {@code siphon run} with PostgreSQL: whatever one
 * test does to it, it must serve the next one.
 */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** For how long to overload it: {@code -Dsiphon.overload=30}. */
    private static final int OVERLOAD_S = Integer.getInteger("siphon.overload", 2);

    private static final long HEAP_MB = 512;

    private static final String DROPS_STORED =
            "SELECT coalesce(sum(count), 0) FROM measurements WHERE name = 'kernel_drops'";

    private static PostgresServer postgres;
    private static StoreUnderTest store;
    private static SiphonProcess siphon;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.started();
        store = StoreUnderTest.in(postgres);
        siphon =
                SiphonProcess.started(
                        store,
                        "execution.checkpointing.interval=2 s",
                        "store.retry.max-delay=1 s",
                        "hep.udp.queue=1 mb",
                        "qos.window=5 s");
    }

    /** After all of it: its own count is right, and it ends in good order. */
    @AfterAll
    static void stop() throws SQLException {
        try (PostgresServer server = postgres;
                SiphonProcess process = siphon) {
            process.stop();
            long undecodable = undecodable();
            assertThat(process.output())
                    .containsPattern("undecodable " + undecodable + "\\s")
                    .endsWith("stopped: everything received is stored\n");
        }
    }

    @Test
    void whatIsNoMessageIsKeptWithItsReasonAndDisturbsNothing() throws Exception {
        KnownCalls calls = KnownCalls.past(30, 10, Duration.ofSeconds(3), 41);
        long before = undecodable();
        int next = 0;
        try (HepSender agent = agent();
                HepSender stranger = agent()) {
            for (Malformed malformed : Malformed.ALL) {
                stranger.send(malformed.datagram());
                calls.send(agent, next, next + 5);
                next += 5;
            }
            calls.send(agent, next, calls.size());
        }

        awaitCalls(calls);
        awaitKept(Malformed.ALL);
        assertThat(undecodable() - before).isEqualTo(Malformed.ALL.size());
    }

    /** A connection is lost to who says that on it, and to nobody else. */
    @Test
    void whoSpeaksAnotherProtocolOverTcpIsClosed() throws Exception {
        KnownCalls calls = KnownCalls.past(30, 10, Duration.ofSeconds(3), 42);
        long before = undecodable();
        int next = 0;
        try (Socket agent = connect()) {
            for (Malformed malformed : Malformed.OVER_TCP) {
                // a frame is under way while the stranger comes
                agent.getOutputStream().write(calls.datagram(next), 0, 10);
                try (Socket stranger = connect()) {
                    stranger.setSoTimeout((int) PATIENCE.toMillis());
                    stranger.getOutputStream().write(malformed.datagram());
                    assertThat(stranger.getInputStream().read()).isEqualTo(-1);
                }
                byte[] frame = calls.datagram(next);
                agent.getOutputStream().write(frame, 10, frame.length - 10);
                next++;
            }
            for (; next < calls.size(); next++) {
                agent.getOutputStream().write(calls.datagram(next));
            }
            awaitCalls(calls);
        }
        awaitKept(Malformed.OVER_TCP);
        assertThat(undecodable() - before).isEqualTo(Malformed.OVER_TCP.size());
    }

    @Test
    void whatIsOddIsStoredAsItIs() throws Exception {
        Oddities odd = new Oddities();
        try (HepSender agent = agent()) {
            agent.send(odd.quotedNode());
            agent.send(odd.nulBytes());
            agent.send(odd.largest());
            agent.send(odd.plain());
        }
        awaitRows("callid LIKE 'odd-%'", 4);

        assertThat(node("odd-quote")).isEqualTo(Oddities.QUOTED);
        assertThat(
                        store.rows(
                                "SELECT encode(msg_raw, 'hex') FROM sip_trace WHERE callid ="
                                        + " 'odd-nul'"))
                .isEqualTo(List.of(List.of(HexFormat.of().formatHex(odd.messageWithNul()))));
        assertThat(
                        store.number(
                                "SELECT octet_length(msg) FROM sip_trace WHERE callid ="
                                        + " 'odd-largest'"))
                .isEqualTo(odd.largestMessage());
        assertThat(node("odd-plain")).isEqualTo("127.0.0.1");
    }

    /** A clock that nobody believes moves no window, and no row into another year. */
    @Test
    void anAgentsClockThatIsYearsOffCountsForNothing() throws Exception {
        Oddities odd = new Oddities();
        KnownCalls calls = KnownCalls.past(20, 10, Duration.ofSeconds(3), 43);
        try (HepSender agent = agent()) {
            calls.send(agent, 0, calls.size() / 2);
            agent.send(odd.yearsOff("clock-behind", -5));
            agent.send(odd.yearsOff("clock-ahead", 5));
            agent.send(odd.impossibleDate());
            calls.send(agent, calls.size() / 2, calls.size());
        }
        awaitRows("callid LIKE 'clock-%'", 3);
        awaitCalls(calls);

        assertThat(
                        store.number(
                                "SELECT count(*) FROM sip_trace WHERE callid LIKE 'clock-%' AND"
                                        + " time_stamp = date_trunc('second', received_at)"))
                .isEqualTo(3);
        Await.until(
                "measurements and rows",
                PATIENCE,
                new StoredTotals(store)::differences,
                List::isEmpty);
    }

    @Test
    void aThousandAgentsAreToldApart() throws Exception {
        Oddities odd = new Oddities();
        for (int n = 0; n < 1000; n++) {
            String address = "127.1." + n / 250 + "." + (n % 250 + 1);
            try (HepSender agent = new HepSender(address, siphon.hep())) {
                agent.send(odd.ofNode("edge-" + n, "agent-" + n));
            }
        }
        awaitRows("callid LIKE 'agent-%'", 1000);
        assertThat(
                        store.number(
                                "SELECT count(DISTINCT node) FROM sip_trace WHERE callid LIKE"
                                        + " 'agent-%'"))
                .isEqualTo(1000);
    }

    @Test
    void aRowThatIsRefusedIsQuarantinedAlone() throws Exception {
        KnownCalls calls = KnownCalls.past(20, 10, Duration.ofSeconds(3), 44);
        execute("ALTER TABLE sip_message ADD CONSTRAINT picky CHECK (callid <> 'refused')");
        try (HepSender agent = agent()) {
            calls.send(agent, 0, calls.size() / 2);
            agent.send(new Oddities().ofNode("edge", "refused"));
            calls.send(agent, calls.size() / 2, calls.size());
        }
        awaitCalls(calls);
        Await.until(
                "quarantine",
                PATIENCE,
                () -> store.rows("SELECT target, row_text FROM quarantine"),
                rows -> rows.size() == 1 && rows.get(0).get(1).contains("refused"));
        execute("ALTER TABLE sip_message DROP CONSTRAINT picky");
    }

    /** A commit takes a second: the store falls behind and what waits is on the disk. */
    @Test
    void aStoreThatIsTooSlowLosesNothing() throws Exception {
        long before = store.messageCount();
        long dropped = dropped();
        execute(
                """
                CREATE FUNCTION second_thoughts() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF current_setting('siphon.slept', true) IS DISTINCT FROM txid_current()::text THEN
                    PERFORM set_config('siphon.slept', txid_current()::text, true);
                    PERFORM pg_sleep(1);
                  END IF;
                  RETURN NULL;
                END $$""",
                "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON sip_message DEFERRABLE INITIALLY"
                        + " DEFERRED FOR EACH ROW EXECUTE FUNCTION second_thoughts()");
        try (HepSender agent = agent();
                EndlessTraffic traffic = EndlessTraffic.start(agent, 2000, 45)) {
            traffic.await(16_000);
            traffic.stop();
            long behind = traffic.sent() - (store.messageCount() - before);
            assertThat(behind).isGreaterThan(4000);
            // not the trigger itself: dropping it locks partitions in another order than COPY
            execute(
                    "CREATE OR REPLACE FUNCTION second_thoughts() RETURNS trigger LANGUAGE plpgsql"
                            + " AS 'BEGIN RETURN NULL; END'");
            awaitMessages(before + traffic.sent());
            assertThat(dropped() - dropped).isZero();
            System.out.printf(
                    "1 s a commit: sent %d, %d of them waited, all stored%n",
                    traffic.sent(), behind);
        }
    }

    /**
     * As much as one sender can send: what is not stored is what the kernel has counted. The last
     * one, since what its calls come to nobody knows.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void ofTooMuchTheDropsAreCountedAndMemoryStaysFlat() throws Exception {
        long before = store.messageCount();
        long dropped = dropped();
        long dropsStored = store.number(DROPS_STORED);
        long memory = siphon.residentMegabytes();
        try (Flood flood = new Flood(siphon.hep(), 46)) {
            long sent = flood.send(Duration.ofSeconds(OVERLOAD_S));
            long lost = dropped() - dropped;
            long storedMeanwhile = store.messageCount() - before;
            long then = siphon.residentMegabytes();
            long began = System.nanoTime();
            awaitMessages(before + sent - lost);
            System.out.printf(
                    "overload of %d s: sent %d, kernel dropped %d, stored meanwhile %d, the rest"
                            + " in another %d s; memory before %d MB, at its end %d MB, then %d MB%n",
                    OVERLOAD_S,
                    sent,
                    lost,
                    storedMeanwhile,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                    memory,
                    then,
                    siphon.residentMegabytes());
            assertThat(Math.max(then, siphon.residentMegabytes())).isLessThan(2 * HEAP_MB);
            Await.until(
                    "drops that are stored",
                    PATIENCE,
                    () -> store.number(DROPS_STORED),
                    stored -> stored == dropsStored + lost);
        }

        KnownCalls calls = KnownCalls.past(20, 10, Duration.ofSeconds(3), 47);
        try (HepSender agent = agent()) {
            calls.send(agent, 0, calls.size());
        }
        awaitCalls(calls);
    }

    private static HepSender agent() {
        return new HepSender("127.0.0.1", siphon.hep());
    }

    private static Socket connect() throws IOException {
        return new Socket(siphon.hep().ip(), siphon.hep().port());
    }

    private static long undecodable() throws SQLException {
        return store.number("SELECT count(*) FROM undecodable");
    }

    /** Returns when each is stored with its reason. */
    private static void awaitKept(List<Malformed> all) {
        for (Malformed malformed : all) {
            String hex = HexFormat.of().formatHex(malformed.datagram());
            Await.until(
                    "reasons of " + hex,
                    PATIENCE,
                    () ->
                            store.rows(
                                    "SELECT reason FROM undecodable WHERE bytes = decode(?, 'hex')",
                                    hex),
                    rows -> rows.equals(List.of(List.of(malformed.reason()))));
        }
    }

    private static long dropped() {
        return KernelSocket.drops(siphon.hep().port());
    }

    /** Returns when all of them are stored as they were. */
    private static void awaitCalls(KnownCalls calls) {
        Await.until(
                "calls",
                PATIENCE,
                () -> {
                    var stored = KnownCalls.of(store.calls());
                    stored.keySet().retainAll(calls.expected().keySet());
                    return stored;
                },
                stored -> stored.equals(calls.expected()));
    }

    private static void awaitRows(String where, int count) {
        Await.until(
                "rows " + where,
                PATIENCE,
                () -> store.number("SELECT count(*) FROM sip_trace WHERE " + where),
                rows -> rows == count);
    }

    /** Returns when there are so many; more are too many. */
    private static void awaitMessages(long count) throws SQLException {
        Await.reached("messages", PATIENCE, store::messageCount, messages -> messages >= count);
        assertThat(store.messageCount()).isEqualTo(count);
    }

    private static String node(String callId) throws SQLException {
        return store.rows("SELECT node FROM sip_trace WHERE callid = ?", callId).get(0).get(0);
    }

    private static void execute(String... sql) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }
}
