package io.siphon.bench.backfill;

import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Outputs;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.archive.ArchiveWatermarks;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A backfill that fails goes on from its checkpoint: nothing twice, nothing missing. */
@Timeout(600)
class ResumeITCase {

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static final int HOURS = 40;

    @TempDir private Path folder;

    @Test
    void aBackfillThatFailsStoresWhatAWholeOneStores() throws Exception {
        Path archive = archive();
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        run(whole, archive, 0);
        ArchiveFigures figures = ArchiveProgress.now();
        run(broken, archive, 3);
        assertThat(FailOnCheckpoint.LEFT).hasValue(0);
        assertThat(ArchiveProgress.now().counts())
                .usingRecursiveComparison()
                .isEqualTo(figures.counts());
        assertThat(TableDump.of(whole, Set.of()).get("sip_trace")).hasSize(HOURS * (196 + 84));
        TableDump.assertSame(TableDump.of(broken, Set.of("id")), TableDump.of(whole, Set.of("id")));
    }

    /** SIP on TCP and in fragments, again every hour, in files that overlap and are packed. */
    private Path archive() throws IOException {
        Path archive = Files.createDirectory(folder.resolve("archive"));
        for (String name : List.of("kam-hep3-tcp", "kam-hep3-fragmented")) {
            List<PcapRecord> records = CaptureFiles.records(name + ".raw.pcap.zst");
            List<PcapRecord> hourly = new ArrayList<>();
            for (int hour = 0; hour < HOURS; hour++) {
                for (PcapRecord record : records) {
                    long time = record.timeMicros() + hour * 3_600_000_000L;
                    hourly.add(
                            new PcapRecord(
                                    time, record.linkType(), record.length(), record.data()));
                }
            }
            int half = hourly.size() / 2 + 7;
            byte[] first = CaptureFiles.pcap(hourly.subList(0, half));
            Files.write(archive.resolve(name + ".pcap0"), first);
            byte[] second = CaptureFiles.pcap(hourly.subList(half, hourly.size()));
            CaptureFiles.gzip(archive.resolve(name + ".pcap1.gz"), second);
        }
        return archive;
    }

    private static void run(Path dataDir, Path archive, int failures) throws Exception {
        FailOnCheckpoint.LEFT.set(failures);
        Configuration options = new Configuration();
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, failures);
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(dataDir.toString()));
        JobConfig config = JobConfig.from(options);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        SingleOutputStreamOperator<HepPacket> packets =
                env.fromSource(
                                PcapSource.builder().setPaths(List.of(archive.toString())).build(),
                                ArchiveWatermarks.strategy(config.hep().outOfOrderness(), false),
                                "captures")
                        .uid("captures")
                        .map(new FailOnCheckpoint())
                        .returns(TypeInformation.of(HepPacket.class))
                        .uid("fails");
        List<Output> outputs = Outputs.ALL.stream().filter(o -> o.enabled(config)).toList();
        outputs.forEach(output -> output.prepare(config));
        Topology.define(packets, true, config, outputs);
        ArchiveProgress.reset();
        env.execute("backfill");
    }
}
