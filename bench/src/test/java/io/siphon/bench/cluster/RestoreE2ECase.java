package io.siphon.bench.cluster;

import io.siphon.bench.lab.FlinkCluster;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.server.PostgresServer;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that forgets its jobs when its JobManager dies, being without {@code --ha}: the last
 * checkpoint that was kept is restored by hand. State is in RocksDB.
 */
@Timeout(3600)
class RestoreE2ECase {

    @TempDir private Path folder;

    @Test
    void theLastCheckpointIsRestoredWhenTheJobManagerHasBeenKilled() throws Exception {
        Map<String, String> options =
                Map.of(
                        // RocksDB of thirty operators writes thirty files each time
                        "execution.checkpointing.interval", "3 s",
                        "heartbeat.interval", "1000",
                        "heartbeat.timeout", "10000",
                        "state.backend.type", "rocksdb",
                        "taskmanager.memory.managed.fraction", "0.4",
                        // of 1 GB a heap of 160 MB is left, too little for all calls of
                        // 1,000 messages/s
                        "taskmanager.memory.process.size", "1600m");
        try (PostgresServer postgres = PostgresServer.started();
                FlinkCluster cluster = FlinkCluster.in(folder, options)) {
            cluster.succeed("cluster", "start", "--taskmanagers", "1");
            try (JobUnderTraffic traffic =
                    JobUnderTraffic.start(cluster, StoreUnderTest.in(postgres))) {
                for (int kill = 0; kill < JobUnderTraffic.KILLS; kill++) {
                    cluster.awaitCheckpoint(traffic.job());
                    traffic.awaitRandomMoment();
                    assertIncremental(cluster, traffic.job());
                    killAndRestore(cluster, traffic);
                }
                // what is open then ends as time goes on, though nobody sends
                traffic.fallSilent();
                killAndRestore(cluster, traffic);
                traffic.assertUndisturbedBy(
                        JobUnderTraffic.KILLS
                                + " kills of a JobManager without --ha, and one in silence, RocksDB");
            }
        }
    }

    private static void killAndRestore(FlinkCluster cluster, JobUnderTraffic traffic)
            throws IOException {
        cluster.kill("jobmanager");
        cluster.succeed("cluster", "start", "--taskmanagers", "1");
        String checkpoint = cluster.succeed("cluster", "snapshot").strip();
        assertThat(checkpoint).contains("/" + traffic.job() + "/chk-");
        traffic.restore(checkpoint);
    }

    /** The last checkpoint has written less than there is state: files of earlier ones serve. */
    private static void assertIncremental(FlinkCluster cluster, String job) {
        JsonNode last = cluster.rest("/jobs/" + job + "/checkpoints").at("/latest/completed");
        assertThat(last.path("checkpointed_size").asLong())
                .as(last.toString())
                .isLessThan(last.path("state_size").asLong());
    }
}
