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

import java.nio.charset.StandardCharsets;
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
    private static final long START =
            Instant.parse("2026-11-01T10:00:00Z").getEpochSecond() * 1_000_000;

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

    /**
     * A phone behind NAT reports to the socket that the SDP of its call names, and that of another
     * call does: nobody can tell, as long as both are up. What both SDPs of a call name is its own.
     */
    @Test
    void ofTwoCallsThatNameOneSocketTheOneThatHasBothOrIsUpHasThem() throws Exception {
        List<HepPacket> packets = new ArrayList<>();
        call(packets, "call-1", 0, 60, "192.0.2.1", "203.0.113.5");
        call(packets, "call-2", 4, 30, "192.0.2.2", "203.0.113.5");
        for (int second = 10; second < 55; second += 5) {
            report(packets, second, "198.51.100.77", "203.0.113.5", 1); // not in SDP
            report(packets, second, "192.0.2.1", "203.0.113.5", 2);
        }
        packets.sort(Comparator.comparingLong(HepPacket::timeMicros));

        List<String> rows = reported("shared", packets);

        assertThat(rows)
                .extracting(row -> row.replaceAll(".*call_id=(\\S*) .*ssrc=(\\d+) .*", "$1 $2"))
                .hasSize(3)
                .contains("call-1 2")
                .as("the last five, when the other is over")
                .contains("call-1 1");
        assertThat(rows)
                .filteredOn(row -> row.contains("ssrc=1 "))
                .extracting(row -> row.replaceAll(".* reports=(\\d+) .*", "$1"))
                .containsExactlyInAnyOrder("4", "5");
    }

    /**
     * A B2BUA that leaves SDP as it is: the report is of the leg that began last, as in captures.
     */
    @Test
    void ofLegsWithTheSameSocketsItIsTheOneThatBeganLast() throws Exception {
        List<HepPacket> packets = new ArrayList<>();
        call(packets, "leg-1", 0, 60, "192.0.2.1", "203.0.113.5");
        call(packets, "leg-2", 0.01, 59, "192.0.2.1", "203.0.113.5");
        for (int second = 10; second < 55; second += 5) {
            report(packets, second, "192.0.2.1", "203.0.113.5", 1);
            report(packets, second + 1, "203.0.113.5", "192.0.2.1", 2);
        }
        packets.sort(Comparator.comparingLong(HepPacket::timeMicros));

        assertThat(reported("legs", packets))
                .hasSize(2)
                .allMatch(row -> row.contains("call_id=leg-2 ") && row.contains("reports=9 "));
    }

    private static void call(
            List<HepPacket> to, String id, double at, double end, String caller, String callee) {
        String head =
                """
                Via: SIP/2.0/UDP %2$s:5060;branch=z9hG4bK%1$s%4$s
                From: <sip:a@example.org>;tag=a%1$s
                To: <sip:b@example.org>%5$s
                Call-ID: %1$s
                CSeq: %6$s
                Content-Type: application/sdp

                v=0
                o=- 1 1 IN IP4 %3$s
                s=-
                c=IN IP4 %3$s
                t=0 0
                m=audio 4000 RTP/AVP 0
                """;
        String tag = ";tag=b" + id;
        to.add(
                sip(
                        at,
                        caller,
                        callee,
                        "INVITE sip:b@example.org SIP/2.0\n"
                                + head.formatted(id, caller, caller, 1, "", "1 INVITE")));
        to.add(
                sip(
                        at + 2,
                        callee,
                        caller,
                        "SIP/2.0 200 OK\n"
                                + head.formatted(id, caller, callee, 1, tag, "1 INVITE")));
        String bye = head.substring(0, head.indexOf("Content-Type")) + "\n";
        to.add(
                sip(
                        end,
                        caller,
                        callee,
                        "BYE sip:b@example.org SIP/2.0\n"
                                + bye.formatted(id, caller, caller, 2, tag, "2 BYE")));
        to.add(
                sip(
                        end + 0.01,
                        callee,
                        caller,
                        "SIP/2.0 200 OK\n" + bye.formatted(id, caller, caller, 2, tag, "2 BYE")));
    }

    private static HepPacket sip(double at, String from, String to, String text) {
        byte[] payload = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return packet(at, from, 5060, to, 5060, HepProtocol.SIP, payload);
    }

    private static void report(List<HepPacket> to, double at, String from, String by, int ssrc) {
        String json =
                "{'type':201,'ssrc':7,'report_blocks':[{'source_ssrc':%d,'ia_jitter':%d,'lsr':1}]}"
                        .replace('\'', '"')
                        .formatted(ssrc, Math.round(at));
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        to.add(packet(at, from, 4001, by, 4001, HepProtocol.RTCP_JSON, payload));
    }

    private static HepPacket packet(
            double at,
            String from,
            int fromPort,
            String to,
            int toPort,
            int protocol,
            byte[] payload) {
        long micros = START + Math.round(at * 1e6);
        return new HepPacket(
                micros,
                micros,
                3,
                17,
                from,
                fromPort,
                to,
                toPort,
                "127.0.0.1",
                "tap",
                protocol,
                null,
                null,
                payload,
                null,
                null);
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
        List<HepPacket> packets = new ArrayList<>();
        while (traffic.hasNext()) {
            packets.add(traffic.next(START + traffic.nextAtMicros()));
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
