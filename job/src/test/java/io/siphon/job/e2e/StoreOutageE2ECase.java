package io.siphon.job.e2e;

import io.siphon.job.bench.server.PostgresServer;
import io.siphon.job.lab.Await;
import io.siphon.job.lab.HepSender;
import io.siphon.job.lab.KnownCalls;
import io.siphon.job.lab.LiveTraffic;
import io.siphon.job.lab.SiphonProcess;
import io.siphon.job.lab.StoreUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL goes away for ten seconds under traffic. */
@Timeout(180)
class StoreOutageE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofSeconds(10);

    @Test
    void everyMessageSentIsStoredOnce() throws Exception {
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres),
                                "execution.checkpointing.interval=2 s",
                                "store.retry.max-delay=1 s",
                                "qos.window=2 s");
                HepSender agent = new HepSender("127.0.0.1", siphon.hep())) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            KnownCalls calls =
                    KnownCalls.beginning(Instant.now(), 300, 20, Duration.ofSeconds(2), 11);
            try (LiveTraffic traffic = LiveTraffic.start(calls, agent)) {
                Await.until("rows before", PATIENCE, () -> rows(store), rows -> rows > 100);
                long stored = rows(store);
                postgres.stop();
                int sent = traffic.sent();
                traffic.awaitMessagesOf(OUTAGE);
                assertThat(traffic.sent()).isGreaterThan(sent + 500);
                postgres.start();

                assertThat(rows(store)).isBetween(stored, (long) traffic.sent());
                traffic.awaitEnd();
            }
            Await.until("all rows", PATIENCE, () -> rows(store), rows -> rows >= calls.size());
            Await.until(
                    "measurements and rows",
                    PATIENCE,
                    new StoredTotals(store)::differences,
                    List::isEmpty);
            siphon.stop();

            assertThat(rows(store)).isEqualTo(calls.size());
            assertThat(store.number("SELECT count(*) FROM sip_trace")).isEqualTo(calls.sip());
            assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
            assertThat(store.number("SELECT count(*) FROM quarantine")).isZero();
        }
    }

    @Test
    void ctrlCWaitsForTheStore() throws Exception {
        KnownCalls calls = KnownCalls.past(40, 10, Duration.ofSeconds(4), 12);
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres), "store.retry.max-delay=1 s");
                HepSender agent = new HepSender("127.0.0.1", siphon.hep())) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            postgres.stop();
            calls.send(agent, 0, calls.size());
            siphon.stopAfter("waiting for the store", postgres::start);

            assertThat(rows(store)).isEqualTo(calls.size());
            assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
        }
    }

    private static long rows(StoreUnderTest store) throws SQLException {
        return store.number("SELECT count(*) FROM sip_trace")
                + store.number("SELECT count(*) FROM hep_trace");
    }
}
