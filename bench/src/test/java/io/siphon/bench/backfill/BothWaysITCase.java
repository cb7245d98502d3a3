package io.siphon.bench.backfill;

import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.job.config.AlertSection;
import io.siphon.job.config.BaselineSection;
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
import io.siphon.sources.Captures;
import io.siphon.sources.GracefulStop;
import io.siphon.udf.suspect.SubjectDetectors;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** One traffic, received and read: the same rows. */
@Timeout(600)
class BothWaysITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    /** With their own times: HEP 1 and plain SIP have that of receipt. */
    private static final List<String> CAPTURES =
            List.of(
                    "kam-hep3-basic",
                    "kam-hep3-torture",
                    "kam-hep3-loss20",
                    "kam-hep3-two-agents",
                    "kam-hep3-func-corr-hlog",
                    "kam-hep3-rtpe-media",
                    "kam-hep3-b2bua",
                    "ast-hep3-b2bua-rtcp",
                    "osips349-hep3-udp");

    private static final Set<String> LEFT_OUT = Set.of("id", "received_at");

    @TempDir private Path folder;

    @AfterEach
    void forget() {
        GracefulStop.reset();
    }

    @Test
    void oneTrafficReceivedAndReadGivesTheSameRows() throws Exception {
        UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
        Path live = folder.resolve("live");
        Path read = folder.resolve("read");
        try (HepTraffic traffic = HepTraffic.of(CAPTURES).spoiled()) {
            read(read, traffic.write(folder.resolve("sent.pcap"), hep.address()), 1);
            receive(live, traffic, hep, timedOut(read));
            Map<String, List<String>> received = TableDump.of(live, LEFT_OUT);
            assertThat(received.get("sip_trace")).hasSizeGreaterThan(1000);
            assertThat(received.get("calls")).hasSizeGreaterThan(50);
            assertThat(received.get("call_links")).hasSize(9); // 4 and 5 pairs
            assertThat(received.get("alerts")).isNotEmpty();
            assertThat(received.get("undecodable")).isNotEmpty();
            TableDump.assertSame(TableDump.of(read, LEFT_OUT), received);

            for (Path filled : List.of(read, live)) {
                Map<String, List<String>> once = TableDump.of(filled, Set.of());
                read(filled, folder.resolve("sent.pcap"), 1);
                TableDump.assertSame(TableDump.of(filled, Set.of()), once);
            }
        }
    }

    @Test
    void severalReadersStoreWhatOneStores() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        InetSocketAddress receiver = new InetSocketAddress("127.0.0.1", 9060);
        for (String capture : CAPTURES) {
            try (HepTraffic traffic = HepTraffic.of(List.of(capture))) {
                traffic.write(files.resolve(capture + ".pcap"), receiver);
            }
        }
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        read(one, files, 1);
        read(two, files, 2);
        TableDump.assertSame(TableDump.of(two, Set.of("id")), TableDump.of(one, Set.of("id")));
        assertThat(TableDump.of(one, Set.of("id")).get("alerts"))
                .isNotEmpty()
                .noneMatch(BothWaysITCase::isOfASubject);
    }

    private static boolean isOfASubject(String alert) {
        return SubjectDetectors.NAMES.stream().anyMatch(n -> alert.contains("detector=" + n + " "));
    }

    /** svmap, svwar and svcrack of Debian at a Kamailio, and SIPp that guesses its dial plan. */
    @Test
    void attacksAreFoundAtAnyParallelism() throws Exception {
        Path capture = folder.resolve("sipvicious.pcap.gz");
        try (InputStream in =
                SubjectDetectors.class.getResourceAsStream("/attack/sipvicious.pcap.gz")) {
            Files.copy(in, capture);
        }
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        read(one, capture, 1);
        read(two, capture, 2);
        List<String> alerts = TableDump.of(one, Set.of("id")).get("alerts");
        assertThat(TableDump.of(two, Set.of("id")).get("alerts")).isEqualTo(alerts);
        assertThat(alerts.stream().filter(BothWaysITCase::isOfASubject))
                .extracting(alert -> alert.replaceAll(".* message=(.*?) [a-z_]+=.*", "$1"))
                .containsExactlyInAnyOrder(
                        "127.0.0.66 sent 3 requests of a known scanner: friendly-scanner",
                        "127.0.0.1 sent 65 requests of a known scanner: friendly-scanner",
                        "127.0.0.1 tried 64 users or hosts in 60 s, 1 of 65 tries found one, for"
                                + " example sip:3044324021@127.0.0.10, sip:1000@127.0.0.10,"
                                + " sip:1002@127.0.0.10",
                        "127.0.0.1 got in as sip:1001@127.0.0.10 after 42 refused logins: the"
                                + " password was guessed",
                        "127.0.0.70 dialled …1838750 with 9 prefixes within 10 min, none answered,"
                                + " for example 0442071838750, 00442071838750, 000442071838750");
    }

    @Test
    void countsAReportOnceThatIsOnTheWireAndInHep() throws Exception {
        Path wire = Files.createDirectory(folder.resolve("wire"));
        Path both = Files.createDirectory(folder.resolve("both"));
        for (String capture : List.of("kam-hep3-rtpe-media", "ast-hep3-b2bua-rtcp")) {
            copy(capture + ".raw.pcap.zst", wire);
            copy(capture + ".raw.pcap.zst", both);
            copy(capture + ".hep.pcap", both);
        }
        Path ofWire = folder.resolve("of-wire");
        Path ofBoth = folder.resolve("of-both");
        read(ofWire, wire, 1);
        read(ofBoth, both, 1);

        // who saw it first is another matter: halves of round trips are those of that node
        Set<String> leftOut =
                Set.of("id", "node", "uid", "rtt_mean_ms", "rtt_max_ms", "mos_mean", "mos_min");
        List<String> streams = reported(ofWire, leftOut);
        assertThat(streams).isNotEmpty();
        assertThat(reported(ofBoth, leftOut)).isEqualTo(streams);
    }

    /** A header's report has the time of its BYE, by the clock of who saw that first. */
    private static List<String> reported(Path dataDir, Set<String> leftOut) throws Exception {
        return TableDump.of(dataDir, leftOut).get("reported_streams").stream()
                .map(
                        row ->
                                row.contains(" origin=header ")
                                        ? row.replaceAll(" (started|ended)_at=\\S+ \\S+", "")
                                        : row)
                .sorted()
                .toList();
    }

    private static void copy(String capture, Path folder) throws IOException {
        try (InputStream in = Captures.open(capture)) {
            Files.copy(in, folder.resolve(capture));
        }
    }

    @Test
    void stateInRocksDbStoresWhatStateOnTheHeapStores() throws Exception {
        Path capture = folder.resolve("sent.pcap");
        try (HepTraffic traffic = HepTraffic.of(CAPTURES)) {
            traffic.write(capture, new InetSocketAddress("127.0.0.1", 9060));
        }
        Path heap = folder.resolve("heap");
        Path rocksDb = folder.resolve("rocksdb");
        read(heap, capture, 1);
        Configuration options = options(rocksDb, 1);
        options.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        options.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        options.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        read(options, capture);
        TableDump.assertSame(TableDump.of(rocksDb, Set.of("id")), TableDump.of(heap, Set.of("id")));
    }

    /**
     * @param timedOut calls that time out by the traffic's own time: when they have, the last
     *     watermark is through, and the end of input can find them open no more
     */
    private void receive(Path dataDir, HepTraffic traffic, UdpEndpoint hep, long timedOut)
            throws Exception {
        Configuration options = options(dataDir, 1);
        options.set(UdpSection.BIND, hep.toString());
        // a sender that a busy machine stops for seconds is not silent
        options.set(HepSection.OUT_OF_ORDERNESS, Duration.ofSeconds(30));
        // a savepoint fails while the source that reads the store is just ending
        options.set(BaselineSection.BASELINE_LEARN_STORED, Duration.ZERO);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        JobConfig config = JobConfig.from(options);
        Topology.live(env, config, outputs(config));
        JobClient job = env.executeAsync("live");
        Await.until("the socket to be open", Duration.ofSeconds(60), hep::isBound, bound -> bound);
        traffic.sendTo(hep.address());
        GracefulStop.request();
        Await.until(
                "the socket to be read", Duration.ofSeconds(60), GracefulStop::done, done -> done);
        Await.until(
                "the last watermark",
                Duration.ofSeconds(60),
                () -> timedOut(dataDir),
                calls -> calls == timedOut);
        job.stopWithSavepoint(
                        true, folder.resolve("savepoints").toString(), SavepointFormatType.NATIVE)
                .get();
    }

    private static long timedOut(Path dataDir) throws Exception {
        return TableDump.of(dataDir, LEFT_OUT).get("calls").stream()
                .filter(call -> call.contains(" outcome=timed_out "))
                .count();
    }

    private static void read(Path dataDir, Path files, int parallelism) throws Exception {
        read(options(dataDir, parallelism), files);
    }

    private static void read(Configuration options, Path files) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        JobConfig config = JobConfig.from(options);
        Topology.archive(env, List.of(files.toString()), "pcap", config, outputs(config));
        env.execute("backfill");
    }

    private static List<Output> outputs(JobConfig config) {
        List<Output> outputs = Outputs.ALL.stream().filter(o -> o.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        return outputs;
    }

    private static Configuration options(Path dataDir, int parallelism) {
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.OBJECT_REUSE, true);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        options.set(HepSection.CLOCK_MAX_BEHIND, Duration.ofDays(36_500));
        options.set(DataSection.DIR, dataDir.toString());
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(dataDir.toString()));
        options.set(AlertSection.CALL_FAILURES_PCT, 1);
        options.set(AlertSection.CALL_FAILURES_MIN_CALLS, 1);
        options.set(AlertSection.REGISTRATION_FAILURES_MIN, 1);
        options.set(AlertSection.INVITE_FLOOD_MIN, 2);
        options.set(AlertSection.POOR_MEDIA_MOS, 4.3);
        options.set(AlertSection.POOR_MEDIA_PCT, 1);
        options.set(AlertSection.POOR_MEDIA_MIN_STREAMS, 1);
        options.set(AlertSection.POOR_MEDIA_MIN_DURATION, Duration.ofMillis(1));
        options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        return options;
    }
}
