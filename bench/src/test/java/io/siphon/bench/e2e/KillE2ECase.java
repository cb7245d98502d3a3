package io.siphon.bench.e2e;

import io.siphon.bench.lab.EndlessTraffic;
import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.JournalUnderTest;
import io.siphon.bench.lab.SiphonProcess;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.Undisturbed;
import io.siphon.bench.server.PostgresServer;
import io.siphon.job.testutils.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Random;

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

    private static final String WINDOW = "qos.window=5 s";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void whatWasReceivedIsStoredOnceHoweverOftenItIsKilled() throws Exception {
        Random random = new Random(20);
        try (PostgresServer postgres = PostgresServer.started();
                SiphonProcess siphon =
                        SiphonProcess.started(
                                StoreUnderTest.in(postgres),
                                "execution.checkpointing.interval=2 s",
                                Undisturbed.NO_TIME_OUTS,
                                WINDOW);
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

            JournalUnderTest journal = new JournalUnderTest(siphon.data().resolve("journal"));
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
            Undisturbed.backfilled(siphon.data().resolve("journal"), store, WINDOW)
                    .assertSameAs(store);
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
}
