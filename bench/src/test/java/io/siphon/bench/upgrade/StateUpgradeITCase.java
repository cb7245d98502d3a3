package io.siphon.bench.upgrade;

import io.siphon.bench.lab.HepSender;
import io.siphon.bench.lab.KnownCalls;
import io.siphon.bench.lab.KnownCalls.Expected;
import io.siphon.bench.lab.StoreUnderTest;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.HepSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.UdpSection;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Outputs;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.testutils.Await;
import io.siphon.job.topology.Topology;
import io.siphon.sources.GracefulStop;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Today's job goes on from a savepoint that an earlier Siphon left: calls that were up then are
 * closed properly. {@code src/test/resources/upgrade/README.md} says how such a one is made.
 */
@Timeout(600)
class StateUpgradeITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static final Path SAVEPOINTS = Path.of("src/test/resources/upgrade");
    private static final String WRITE = "siphon.state.write";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A savepoint holds the first half of these. */
    private static final KnownCalls CALLS =
            KnownCalls.beginning(
                    Instant.parse("2026-01-05T08:00:00Z"), 40, 10, Duration.ofSeconds(8), 6);

    private static final int HALF = CALLS.size() / 2;

    @TempDir private Path folder;

    private final UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");

    @ParameterizedTest
    @CsvSource({
        "lists, hashmap",
        "lists, rocksdb",
        "wide, hashmap",
        "wide, rocksdb",
        "packed, hashmap",
        "packed, rocksdb"
    })
    void callsThatWereUpAreClosed(String savepoint, String backend) throws Exception {
        Configuration options = options();
        options.set(StateBackendOptions.STATE_BACKEND, backend);
        options.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        options.set(StateRecoveryOptions.SAVEPOINT_PATH, unpacked(savepoint).toUri().toString());
        JobClient job = start(options);
        try (HepSender agent = new HepSender(hep.ip(), hep)) {
            CALLS.send(agent, HALF, CALLS.size());
            Map<String, Expected> expected = heardOf(HALF, CALLS.size());
            assertThat(heardOf(0, HALF).keySet()).anyMatch(expected::containsKey);
            // Some that were over wait in the savepoint, too, for the watermark.
            Map<String, Expected> stored =
                    Await.until(
                            "calls",
                            PATIENCE,
                            () -> KnownCalls.of(store().calls()),
                            calls -> calls.entrySet().containsAll(expected.entrySet()));
            assertThat(CALLS.expected()).containsAllEntriesOf(stored);
        } finally {
            endWithItsSockets(job);
        }
    }

    /** Else they stay open for a while, and go on writing to the journal. */
    private void endWithItsSockets(JobClient job) throws Exception {
        GracefulStop.request();
        try {
            Await.until("closed socket", PATIENCE, hep::isBound, bound -> !bound);
        } finally {
            job.cancel().get();
            GracefulStop.reset();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = ".+")
    void writeTheSavepoint() throws Exception {
        JobClient job = start(options());
        try (HepSender agent = new HepSender(hep.ip(), hep)) {
            CALLS.send(agent, 0, HALF);
            Await.until(
                    "rows",
                    PATIENCE,
                    () ->
                            store().number("SELECT count(*) FROM sip_trace")
                                    + store().number("SELECT count(*) FROM hep_trace"),
                    rows -> rows == HALF);
        }
        String savepoint =
                job.stopWithSavepoint(
                                false,
                                folder.resolve("savepoints").toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        Path written = Path.of(URI.create(savepoint));
        Path file = SAVEPOINTS.resolve(System.getProperty(WRITE) + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(written.resolve("_metadata"), out);
        }
        assertThat(written.toFile().list()).as("all in one file").containsExactly("_metadata");
    }

    /** What becomes of the calls that these messages belong to. */
    private static Map<String, Expected> heardOf(int from, int to) {
        Map<String, Expected> calls = new TreeMap<>(CALLS.expected());
        calls.keySet().retainAll(CALLS.callIds(from, to));
        return calls;
    }

    private Path unpacked(String name) throws Exception {
        Path savepoint = Files.createDirectories(folder.resolve("savepoint"));
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(SAVEPOINTS.resolve(name + ".gz")))) {
            Files.copy(in, savepoint.resolve("_metadata"));
        }
        return savepoint;
    }

    private JobClient start(Configuration options) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        JobConfig config = JobConfig.from(options);
        List<Output> outputs = Outputs.ALL.stream().filter(o -> o.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        Topology.live(env, config, outputs);
        JobClient job = env.executeAsync("upgrade");
        Await.until(
                "the socket to be open, or the end of the job",
                PATIENCE,
                () -> hep.isBound() || job.getJobExecutionResult().isDone(),
                begun -> begun);
        if (job.getJobExecutionResult().isDone()) {
            job.getJobExecutionResult().get();
        }
        return job;
    }

    private StoreUnderTest store() {
        return new StoreUnderTest(
                JdbcOutput.embeddedUrl(folder.resolve("data").toString()), "sa", "");
    }

    private Configuration options() {
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        options.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        options.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        options.set(UdpSection.BIND, hep.toString());
        options.set(HepSection.CLOCK_MAX_BEHIND, Duration.ofDays(36_500));
        options.set(DataSection.DIR, folder.resolve("data").toString());
        options.set(JdbcSection.URL, store().url());
        return options;
    }
}
