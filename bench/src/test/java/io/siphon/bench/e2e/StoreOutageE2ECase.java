package io.siphon.bench.e2e;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.LiveTraffic;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL goes away under traffic, for ten seconds ({@code -Dsiphon.outage=60} for a minute).
 */
@Timeout(600)
class StoreOutageE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OUTAGE_S = Integer.getInteger("siphon.outage", 10);
    private static final int CALLS_PER_SECOND = 20;

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
                    KnownCalls.beginning(
                            Instant.now(),
                            CALLS_PER_SECOND * (OUTAGE_S + 5),
                            CALLS_PER_SECOND,
                            Duration.ofSeconds(2),
                            11);
            try (LiveTraffic traffic = LiveTraffic.start(calls, agent)) {
                Await.until(
                        "rows before", PATIENCE, () -> store.messageCount(), rows -> rows > 100);
                long stored = store.messageCount();
                postgres.stop();
                int sent = traffic.sent();
                traffic.awaitMessagesOf(Duration.ofSeconds(OUTAGE_S));
                assertThat(traffic.sent()).isGreaterThan(sent + 500);
                postgres.start();

                assertThat(store.messageCount()).isBetween(stored, (long) traffic.sent());
                traffic.awaitEnd();
            }
            Await.until(
                    "all rows", PATIENCE, () -> store.messageCount(), rows -> rows >= calls.size());
            Await.until(
                    "measurements and rows",
                    PATIENCE,
                    new StoredTotals(store)::differences,
                    List::isEmpty);
            siphon.stop();

            assertThat(store.messageCount()).isEqualTo(calls.size());
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

            assertThat(store.messageCount()).isEqualTo(calls.size());
            assertThat(KnownCalls.of(store.calls())).isEqualTo(calls.expected());
        }
    }
}
