package io.siphon.bench.backfill;

import io.siphon.bench.lab.KafkaBroker;
import io.siphon.bench.lab.UdpEndpoint;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.HepSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.KafkaSection;
import io.siphon.job.config.UdpSection;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Outputs;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.testutils.Await;
import io.siphon.job.topology.Topology;
import io.siphon.sources.GracefulStop;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPeer;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** One traffic, through a topic and from a capture: the same rows. */
@Timeout(600)
class TopicITCase {

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
                    "osips349-hep3-udp");

    private static final Set<String> LEFT_OUT = Set.of("id", "received_at");

    @TempDir private Path folder;

    @AfterEach
    void forget() {
        GracefulStop.reset();
    }

    @Test
    void oneTrafficThroughATopicAndFromACaptureGivesTheSameRows() throws Exception {
        UdpEndpoint hep = UdpEndpoint.free("127.0.0.1");
        Path read = folder.resolve("read");
        Path analyzed = folder.resolve("analyzed");
        try (HepTraffic traffic = HepTraffic.of(CAPTURES);
                KafkaBroker kafka = KafkaBroker.started()) {
            kafka.createTopic("hep", 3);
            Configuration options = options(read, kafka);
            StreamExecutionEnvironment env = environment(options);
            Path sent = traffic.write(folder.resolve("sent.pcap"), hep.address());
            JobConfig config = JobConfig.from(options);
            Topology.archive(env, List.of(sent.toString()), "pcap", config, outputs(config));
            env.execute("backfill");

            capture(kafka, traffic, hep);
            analyze(analyzed, kafka, "one");
            Map<String, List<String>> rows = TableDump.of(analyzed, LEFT_OUT);
            assertThat(rows.get("sip_trace")).hasSizeGreaterThan(1000);
            assertThat(rows.get("calls")).hasSizeGreaterThan(50);
            TableDump.assertSame(rows, TableDump.of(read, LEFT_OUT));

            Map<String, List<String>> once = TableDump.of(analyzed, Set.of());
            analyze(analyzed, kafka, "two");
            TableDump.assertSame(TableDump.of(analyzed, Set.of()), once);
        }
    }

    private void capture(KafkaBroker kafka, HepTraffic traffic, UdpEndpoint hep) throws Exception {
        Configuration options = options(folder, kafka);
        options.set(UdpSection.BIND, hep.toString());
        // a sender that a busy machine stops for seconds is not silent
        options.set(HepSection.OUT_OF_ORDERNESS, Duration.ofSeconds(30));
        StreamExecutionEnvironment env = environment(options);
        Topology.capture(env, JobConfig.from(options), "site", 3);
        JobClient job = env.executeAsync("capture");
        Await.until("the socket to be open", Duration.ofSeconds(60), hep::isBound, bound -> bound);
        traffic.sendTo(hep.address());
        GracefulStop.request();
        Await.until(
                "the socket to be read", Duration.ofSeconds(60), GracefulStop::done, done -> done);
        Await.until(
                "the last watermark to be in the topic",
                Duration.ofSeconds(60),
                () -> kafka.records("hep"),
                TopicITCase::isTold);
        job.stopWithSavepoint(
                        false, folder.resolve("savepoints").toString(), SavepointFormatType.NATIVE)
                .get();
    }

    /** Whether each partition has a watermark behind the last of all packets. */
    private static boolean isTold(List<ConsumerRecord<byte[], byte[]>> records) {
        HepDecoder decoder =
                new HepDecoder(ClockWindow.of(Duration.ofDays(36_500), Duration.ofMinutes(1)));
        Map<Integer, Long> told = new HashMap<>();
        long last = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header mark = record.headers().lastHeader("watermark");
            if (mark == null) {
                byte[] value = record.value();
                long received = record.timestamp() * 1000;
                last =
                        Math.max(
                                last,
                                decoder.decodeOrKeep(
                                                value, 0, value.length, HepPeer.of(""), received)
                                        .timeMicros());
            } else {
                told.put(record.partition(), Long.parseLong(new String(mark.value(), UTF_8)));
            }
        }
        long lastMs = last / 1000;
        return told.size() == 3 && told.values().stream().allMatch(mark -> mark > lastMs);
    }

    private static void analyze(Path dataDir, KafkaBroker kafka, String group) throws Exception {
        Configuration options = options(dataDir, kafka);
        options.set(KafkaSection.GROUP_ID, group);
        options.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        StreamExecutionEnvironment env = environment(options);
        JobConfig config = JobConfig.from(options);
        Topology.topic(env, true, config, outputs(config));
        env.execute("analyze");
    }

    private static List<Output> outputs(JobConfig config) {
        List<Output> outputs = Outputs.ALL.stream().filter(o -> o.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        return outputs;
    }

    private static Configuration options(Path dataDir, KafkaBroker kafka) {
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.OBJECT_REUSE, true);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        options.set(HepSection.CLOCK_MAX_BEHIND, Duration.ofDays(36_500));
        options.set(DataSection.DIR, dataDir.toString());
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(dataDir.toString()));
        options.set(KafkaSection.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        options.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        return options;
    }

    private static StreamExecutionEnvironment environment(Configuration options) {
        return StreamExecutionEnvironment.getExecutionEnvironment(options);
    }
}
