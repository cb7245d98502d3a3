package io.siphon.job.e2e;

import io.siphon.job.bench.server.PostgresServer;
import io.siphon.job.lab.Await;
import io.siphon.job.lab.EndlessTraffic;
import io.siphon.job.lab.HepSender;
import io.siphon.job.lab.JournalUnderTest;
import io.siphon.job.lab.SiphonCommand;
import io.siphon.job.lab.SiphonProcess;
import io.siphon.job.lab.StoreUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

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

    private static final Duration PATIENCE = Duration.ofMinutes(3);
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

            JournalUnderTest journal = new JournalUnderTest(journal(siphon));
            long journalled =
                    Await.settled("journal", Duration.ofSeconds(1), PATIENCE, journal::datagrams);
            Await.until(
                    "rows of " + journalled + " messages",
                    PATIENCE,
                    store::messageCount,
                    rows -> rows >= journalled);
            assertThat(store.messageCount()).as(siphon.tail()).isEqualTo(journalled);
            System.out.printf(
                    "%d kills: sent %d, stored %d, gaps %s s%n",
                    KILLS, traffic.sent(), store.messageCount(), store.captureGaps());
            StoreUnderTest undisturbed = backfilled(store, siphon);
            for (String table : List.of("sip_trace", "hep_trace")) {
                assertThat(differences(all(store, table), all(undisturbed, table))).isEmpty();
            }
            assertSettles("calls", () -> all(store, "calls"), all(undisturbed, "calls"));
            String end = store.rows("SELECT max(time_stamp) FROM sip_trace").get(0).get(0);
            assertSettles("measurements", () -> measured(store, end), measured(undisturbed, end));
            assertThat(count(store, "undecodable") + count(store, "quarantine")).isZero();
            assertThat(
                            store.number(
                                    "SELECT count(*) FROM measurements WHERE name = 'capture_gap_s'"))
                    .isEqualTo(KILLS);
            assertThat(traffic.sent() - store.messageCount())
                    .as(
                            "what the kernel dropped while nobody listened, gaps "
                                    + store.captureGaps())
                    .isLessThan(Math.round(1.2 * RATE * store.captureGaps()));
            siphon.stop();
        }
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

    private static long count(StoreUnderTest store, String table) throws SQLException {
        return store.number("SELECT count(*) FROM " + table);
    }

    /** Every column but the number of the row. */
    private static List<String> all(StoreUnderTest store, String table) throws SQLException {
        String columns =
                String.join(
                        ", ",
                        texts(
                                store.rows(
                                        "SELECT column_name FROM information_schema.columns WHERE"
                                                + " table_name = ? AND column_name <> 'id' ORDER BY"
                                                + " column_name",
                                        table)));
        return texts(store.rows("SELECT row(" + columns + ")::text FROM " + table));
    }

    /**
     * The level of calls whose end was never seen goes on after the last message, but not in a
     * backfill.
     */
    private static List<String> measured(StoreUnderTest store, String end) throws SQLException {
        return texts(
                store.rows(
                        "SELECT row(name, window_start, tags, count, sum, min, max, p50, p95, p99,"
                                + " last)::text FROM measurements WHERE name <> 'capture_gap_s' AND"
                                + " (name <> 'call_concurrent' OR window_end <= '"
                                + end
                                + "'::timestamp)"));
    }

    private static List<String> texts(List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0)).toList();
    }

    /** Windows close, and challenged callers are given up, some time after the last message. */
    private static void assertSettles(
            String what, Callable<List<String>> actual, List<String> expected) {
        assertThat(expected).as(what).hasSizeGreaterThan(50);
        Await.until(
                what + " other than undisturbed",
                PATIENCE,
                () -> differences(actual.call(), expected),
                List::isEmpty);
    }

    /** Some of them. */
    private static List<String> differences(List<String> actual, List<String> expected) {
        List<String> differences = new ArrayList<>();
        Set<String> more = new HashSet<>(actual);
        for (String row : expected) {
            if (!more.remove(row)) {
                differences.add("missing " + row);
            }
        }
        more.forEach(row -> differences.add("too many " + row));
        if (differences.isEmpty() && actual.size() != expected.size()) {
            differences.add("rows that are the same: " + (actual.size() - expected.size()));
        }
        return differences.size() > 10 ? differences.subList(0, 10) : differences;
    }
}
