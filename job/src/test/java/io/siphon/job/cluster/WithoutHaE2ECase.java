package io.siphon.job.cluster;

import io.siphon.job.bench.server.PostgresServer;
import io.siphon.job.lab.Await;
import io.siphon.job.lab.EndlessTraffic;
import io.siphon.job.lab.FlinkCluster;
import io.siphon.job.lab.HepSender;
import io.siphon.job.lab.JournalUnderTest;
import io.siphon.job.lab.StoreUnderTest;
import io.siphon.job.lab.UdpEndpoint;
import io.siphon.job.lab.Undisturbed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JobManager that nobody stands by for is killed under traffic: its job goes on by {@code flink
 * run -s} from an incremental checkpoint of RocksDB.
 */
@Timeout(420)
class WithoutHaE2ECase {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double RATE = 2000;
    private static final String WINDOW = "qos.window=5 s";

    @TempDir private Path folder;

    @Test
    void aDeadJobManagersJobGoesOnFromItsNewestCheckpoint() throws Exception {
        try (PostgresServer postgres = PostgresServer.started();
                FlinkCluster cluster =
                        FlinkCluster.in(
                                folder,
                                Map.of(
                                        "execution.checkpointing.interval", "1 s",
                                        "state.backend.type", "rocksdb",
                                        "taskmanager.memory.managed.fraction", "0.3"))) {
            StoreUnderTest store = StoreUnderTest.in(postgres);
            UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
            List<String> run =
                    List.of(
                            "run",
                            "-Dhep.udp.bind=" + hep,
                            "-D" + WINDOW,
                            "-D" + Undisturbed.NO_TIME_OUTS,
                            "-Dstore.jdbc.url=" + store.url(),
                            "-Dstore.jdbc.user=" + store.user(),
                            "-Dstore.jdbc.password=" + store.password());
            cluster.succeed("cluster", "start");
            String first = cluster.submit(List.of(), run);
            Await.until("the socket to be open", PATIENCE, hep::isBound, bound -> bound);
            try (HepSender agent = new HepSender("127.0.0.1", hep);
                    EndlessTraffic traffic = EndlessTraffic.start(agent, RATE, 32)) {
                awaitMore(store);
                long checkpoints = cluster.checkpoints(first);
                Await.until(
                        "checkpoint",
                        PATIENCE,
                        () -> cluster.checkpoints(first),
                        n -> n > checkpoints + 1);
                cluster.kill("jobmanager");
                cluster.succeed("cluster", "start");

                String checkpoint = cluster.succeed("cluster", "snapshot").strip();
                assertThat(checkpoint).contains(first + "/chk-");
                assertThat(sharedFiles(first)).isPositive();
                String second = cluster.submit(List.of("-s", checkpoint), run);
                cluster.awaitRunning(second);
                awaitMore(store);
                traffic.stop();

                Path lane = folder.resolve("data/journal/udp-" + hep.port() + "-0");
                JournalUnderTest journal = new JournalUnderTest(lane);
                long journalled =
                        Await.settled(
                                "journal", Duration.ofSeconds(1), PATIENCE, journal::datagrams);
                Await.until("rows", PATIENCE, store::messageCount, rows -> rows >= journalled);
                assertThat(store.messageCount()).isEqualTo(journalled);
                Undisturbed.backfilled(lane, store, WINDOW).assertSameAs(store);
                System.out.printf(
                        "JobManager without HA killed: sent %d, journalled and stored %d, gaps %s s%n",
                        traffic.sent(), journalled, store.captureGaps());
                cluster.stop(second);
            }
        }
    }

    /** Those of RocksDB that several incremental checkpoints have in common. */
    private long sharedFiles(String job) throws IOException {
        try (Stream<Path> files =
                Files.list(folder.resolve("data/cluster/checkpoints/" + job + "/shared"))) {
            return files.count();
        }
    }

    private static void awaitMore(StoreUnderTest store) throws SQLException {
        long before = store.messageCount();
        Await.until("rows", PATIENCE, store::messageCount, rows -> rows > before + 3 * (long) RATE);
    }
}
