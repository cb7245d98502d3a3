package io.siphon.job.e2e;

import io.siphon.job.bench.server.PostgresServer;
import io.siphon.job.lab.EndlessTraffic;
import io.siphon.job.lab.HepSender;
import io.siphon.job.lab.SiphonCommand;
import io.siphon.job.lab.SiphonProcess;
import io.siphon.job.lab.StoreUnderTest;
import io.siphon.sources.pcap.HepCapture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code kill -9} of {@code siphon run} under 2,000 messages a second, at random moments ({@code
 * -Dsiphon.kills=20} for more of them): what it had received is stored once, and what it measured
 * is what a backfill of its journal measures, that nobody disturbs.
 */
@Timeout(3600)
class KillE2ECase {

    private static final int KILLS = Integer.getInteger("siphon.kills", 3);
    private static final double RATE = 2000;

    /** The clock goes on a little behind the last message: not so in a backfill. */
    private static final String NO_TIME_OUTS = "call.setup-timeout=2 h";

    private static final Duration BACKFILL = Duration.ofMinutes(10);

    @Test
    void whatWasReceivedIsStoredOnceHoweverOftenItIsKilled() throws Exception {
        Random random = new Random(20);
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres),
                                "execution.checkpointing.interval=2 s",
                                NO_TIME_OUTS,
                                "qos.window=5 s");
                HepSender agent = new HepSender("127.0.0.1", siphon.hep());
                EndlessTraffic traffic = EndlessTraffic.start(agent, RATE, 20)) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            for (int kill = 0; kill < KILLS; kill++) {
                traffic.await(1000 + random.nextInt(12_000));
                siphon.kill();
                siphon.start();
            }
            traffic.await(2000);
            traffic.stop();
            siphon.stop();

            long journalled = journalled(siphon);
            System.out.printf(
                    "%d kills: sent %d, journalled %d, stored %d, gaps %s s%n",
                    KILLS, traffic.sent(), journalled, rows(store), gaps(store));
            assertThat(rows(store)).as(siphon.tail()).isEqualTo(journalled);
            StoreUnderTest undisturbed = backfilled(store, siphon);
            assertThat(count(store, "undecodable") + count(store, "quarantine")).isZero();
            assertSameRows(store, undisturbed, "sip_trace");
            assertSameRows(store, undisturbed, "hep_trace");
            assertSameRows(store, undisturbed, "calls");
            assertSameMeasurements(store, undisturbed);
            assertThat(
                            store.number(
                                    "SELECT count(*) FROM measurements WHERE name = 'capture_gap_s'"))
                    .isEqualTo(KILLS);
            assertThat(traffic.sent() - journalled)
                    .as("what the kernel dropped while nobody listened, gaps " + gaps(store))
                    .isLessThan(Math.round(1.2 * RATE * gaps(store)));
        }
    }

    /** Datagrams of agents in the segments, whole ones. */
    private static long journalled(SiphonProcess siphon) throws Exception {
        AtomicLong count = new AtomicLong();
        try (Stream<Path> files = Files.walk(journal(siphon))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".pcap")).toList()) {
                HepCapture.read(
                        file, datagram -> count.addAndGet(datagram.sourcePort() == 0 ? 0 : 1));
            }
        }
        return count.get();
    }

    private static Path journal(SiphonProcess siphon) {
        return siphon.data().resolve("journal");
    }

    private static StoreUnderTest backfilled(StoreUnderTest store, SiphonProcess siphon)
            throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE undisturbed");
        }
        String url = store.url().replaceAll("/[^/]*$", "/undisturbed");
        SiphonCommand.Result result;
        try (SiphonCommand backfill =
                SiphonCommand.start(
                        "backfill",
                        "-Dstore.jdbc.url=" + url,
                        "-Dstore.jdbc.user=" + store.user(),
                        "-Dstore.jdbc.password=" + store.password(),
                        "-D" + NO_TIME_OUTS,
                        "-Dqos.window=5 s",
                        journal(siphon).toString())) {
            result = backfill.awaitEnd(BACKFILL);
        }
        // 3: a segment may end within a record, where its writer was killed
        assertThat(result.status()).as(result.output()).isIn(0, 3);
        return new StoreUnderTest(url, store.user(), store.password());
    }

    private static long rows(StoreUnderTest store) throws SQLException {
        return count(store, "sip_trace") + count(store, "hep_trace");
    }

    private static long count(StoreUnderTest store, String table) throws SQLException {
        return store.number("SELECT count(*) FROM " + table);
    }

    /** Seconds in which nobody listened. */
    private static double gaps(StoreUnderTest store) throws SQLException {
        return Double.parseDouble(
                store.rows(
                                "SELECT coalesce(sum(sum), 0) FROM measurements WHERE name ="
                                        + " 'capture_gap_s'")
                        .get(0)
                        .get(0));
    }

    private static void assertSameRows(StoreUnderTest actual, StoreUnderTest expected, String table)
            throws SQLException {
        String columns =
                String.join(
                        ", ",
                        expected
                                .rows(
                                        "SELECT column_name FROM information_schema.columns WHERE"
                                                + " table_name = ? AND column_name <> 'id' ORDER BY"
                                                + " column_name",
                                        table)
                                .stream()
                                .map(row -> row.get(0))
                                .toList());
        String sql =
                "SELECT md5(row(" + columns + ")::text) || ' ' || row(" + columns + ")::text FROM ";
        assertSame(actual.rows(sql + table), expected.rows(sql + table), table);
    }

    /** Of windows that are long over: at the end the live job had not written the last ones yet. */
    private static void assertSameMeasurements(StoreUnderTest actual, StoreUnderTest expected)
            throws SQLException {
        String sql =
                "SELECT name, window_start, tags, count, sum, min, max, p50, p95, p99, last FROM"
                        + " measurements WHERE name NOT IN ('capture_gap_s') AND window_end <= ?";
        String until =
                actual.rows(
                                "SELECT max(window_end) - interval '10 s' FROM measurements WHERE"
                                        + " name = 'sip_requests'")
                        .get(0)
                        .get(0);
        java.sql.Timestamp end = java.sql.Timestamp.valueOf(until);
        List<List<String>> measured = actual.rows(sql, end);
        assertThat(measured).hasSizeGreaterThan(50);
        assertSame(measured, expected.rows(sql, end), "measurements");
    }

    private static void assertSame(
            List<List<String>> actual, List<List<String>> expected, String what) {
        List<String> missing = new ArrayList<>();
        TreeSet<String> more = new TreeSet<>();
        actual.forEach(row -> more.add(row.toString()));
        for (List<String> row : expected) {
            if (!more.remove(row.toString())) {
                missing.add(row.toString());
            }
        }
        assertThat(missing.stream().limit(5)).as("missing in " + what).isEmpty();
        assertThat(more.stream().limit(5)).as("too many in " + what).isEmpty();
        assertThat(actual).as(what).hasSameSizeAs(expected);
    }
}
