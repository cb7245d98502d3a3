package io.siphon.bench.backfill;

import io.siphon.bench.generate.Traffic;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.annotation.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RTCP that agents send with the Call-ID, without any, and under two ids gives the same rows: it
 * finds its call by its sockets.
 */
@Timeout(600)
class ReportsOfCallsITCase {

    private static final int CALLS = 60;

    @TempDir private Path folder;

    @Test
    void withoutAnIdTheyAreOfTheCallThatHasTheirSockets() throws Exception {
        List<HepPacket> named = traffic();
        List<HepPacket> unnamed =
                named.stream().map(p -> isRtcp(p) ? seen(p, "tap", null, 0) : p).toList();

        List<String> reported = reported("named", named);

        assertThat(reported).hasSizeGreaterThan(CALLS / 2);
        assertThat(reported("unnamed", unnamed)).isEqualTo(reported);
    }

    /** The other agent knows an id of its own, and sees them later or earlier. */
    @Test
    void underTwoIdsTheyCountOnce() throws Exception {
        List<HepPacket> named = traffic();
        List<HepPacket> twice = new ArrayList<>(named);
        for (HepPacket packet : named) {
            if (isRtcp(packet)) {
                int late = packet.timeMicros() % 2 == 0 ? 3_000 : -3_000;
                twice.add(seen(packet, "tap-2", "channel-" + packet.correlationId(), late));
            }
        }
        twice.sort(Comparator.comparingLong(HepPacket::timeMicros));

        List<String> once = ofCalls(reported("once", named));

        assertThat(ofCalls(reported("twice", twice))).isEqualTo(once);
    }

    /** Who saw the first is another matter. */
    private static List<String> ofCalls(List<String> rows) {
        return rows.stream()
                .map(row -> row.replaceAll("(node|uid|started_at|ended_at)=.*? (?=[a-z_]+=)", ""))
                .sorted()
                .toList();
    }

    private static boolean isRtcp(HepPacket packet) {
        return packet.protocol() == HepProtocol.RTCP_JSON;
    }

    private static HepPacket seen(HepPacket p, String node, @Nullable String id, int later) {
        return new HepPacket(
                p.timeMicros() + later,
                p.receivedMicros() + later,
                p.version(),
                p.transport(),
                p.sourceIp(),
                p.sourcePort(),
                p.destinationIp(),
                p.destinationPort(),
                p.agent(),
                node.equals("tap") ? p.node() : node,
                p.protocol(),
                id,
                p.direction(),
                p.payload(),
                p.chunks(),
                p.error());
    }

    private static List<HepPacket> traffic() {
        Traffic traffic = new Traffic(CALLS, 2, Duration.ofSeconds(20), 7);
        long start = Instant.parse("2026-11-01T10:00:00Z").getEpochSecond() * 1_000_000;
        List<HepPacket> packets = new ArrayList<>();
        while (traffic.hasNext()) {
            packets.add(traffic.next(start + traffic.nextAtMicros()));
        }
        return packets;
    }

    private List<String> reported(String name, List<HepPacket> packets) throws Exception {
        Path data = folder.resolve(name);
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, JdbcOutput.embeddedUrl(data.toString()));
        options.set(JdbcSection.USER, "sa");
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(PipelineOptions.OBJECT_REUSE, true);
        JobConfig config = JobConfig.from(options);
        JdbcOutput output = new JdbcOutput();
        output.prepare(config);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(options);
        env.setParallelism(2);
        Topology.define(
                env.fromData(packets)
                        .uid("packets")
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<HepPacket>forMonotonousTimestamps()
                                        .withTimestampAssigner(
                                                (packet, none) -> packet.timeMicros() / 1000))
                        .uid("times"),
                false,
                config,
                List.of(output));
        env.execute(name);
        return TableDump.of(data, Set.of("id")).get("reported_streams").stream().sorted().toList();
    }
}
