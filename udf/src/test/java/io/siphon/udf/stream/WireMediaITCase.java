package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.sources.hep.HepPacket;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.rtcp.RtcpBinary;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.SessionScript;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Media of a real call in a cluster: the same rows however it is run. */
@Timeout(600)
@SuppressWarnings("try") // results close with Exception
class WireMediaITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    private static final WireCapture CAPTURE = WireCapture.of("ast-hep3-b2bua-rtcp");

    @Test
    void isTheSameAtAnyParallelismAndWithObjectReuse() throws Exception {
        Set<String> alone = run(1, false);
        assertThat(alone).filteredOn(row -> row.startsWith("RtpStream[")).hasSize(7);
        assertThat(alone).filteredOn(row -> row.startsWith("RtcpReport[")).hasSize(12);
        assertThat(alone).filteredOn(row -> row.startsWith("ReportedQuality[")).hasSize(4);
        assertThat(alone).noneMatch(row -> row.contains("callId=,"));
        assertThat(run(3, false)).isEqualTo(alone);
        assertThat(run(2, true)).isEqualTo(alone);
    }

    /** Of a codec that RFC 3551 has no payload type for. */
    @Test
    void streamsToAPhoneBehindNatHaveItsCallAndCodecAtAnyParallelism() throws Exception {
        String nat = "udp:198.51.100.99:61000";
        String relay = "udp:[2001:db8::2]:5000";
        String opus = "a=rtpmap:111 opus/48000/2";
        List<SipMessage> messages =
                SessionScript.call()
                        .invite("c=IN IP4 10.20.30.40", "m=audio 4000 RTP/AVP 111", opus)
                        .at(2)
                        .response(200, "c=IN IP6 2001:db8::2", "m=audio 5000 RTP/AVP 111", opus)
                        .ack()
                        .at(20)
                        .bye()
                        .response(200)
                        .messages();
        List<RtpPacket> packets = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            packets.add(packet(i, relay, nat, 1));
            packets.add(packet(i, nat, relay, 2));
        }
        Set<String> alone = run(1, false, messages, packets, reports());
        assertThat(alone)
                .filteredOn(row -> row.startsWith("RtpStream["))
                .hasSize(2)
                .allMatch(row -> row.contains("callId=call-1,"))
                .allMatch(row -> row.contains("codec=opus, clockRate=48000"))
                .anyMatch(row -> row.contains("direction=from_caller"))
                .anyMatch(row -> row.contains("direction=from_callee"));
        assertThat(run(3, false, messages, packets, reports())).isEqualTo(alone);
        assertThat(run(2, true, messages, packets, reports())).isEqualTo(alone);
    }

    private static RtpPacket packet(int number, String source, String destination, long ssrc) {
        return new RtpPacket(
                SessionScript.BEGINNING + 2_100_000 + number * 20_000L,
                "tap",
                "",
                source,
                destination,
                ssrc,
                111,
                number,
                number * 960L,
                false,
                80,
                0);
    }

    private static Set<String> run(int parallelism, boolean objectReuse) throws Exception {
        return run(parallelism, objectReuse, CAPTURE.messages, CAPTURE.rtp, reports());
    }

    private static Set<String> run(
            int parallelism,
            boolean objectReuse,
            List<SipMessage> messages,
            List<RtpPacket> packets,
            List<RtcpReport> reports)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, objectReuse);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(5));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        WireMedia media =
                WireMedia.attach(
                        source(env, SipMessage.class, messages, SipMessage::timeMicros),
                        source(env, RtpPacket.class, packets, RtpPacket::timeMicros),
                        source(env, RtcpReport.class, reports, RtcpReport::timeMicros),
                        source(
                                env,
                                QualityReport.class,
                                extended(reports),
                                QualityReport::timeMicros),
                        Duration.ofMinutes(4),
                        Duration.ofHours(12),
                        Ceiling.NONE,
                        Ceiling.NONE);
        Set<String> rows = new TreeSet<>();
        try (CloseableIterator<String> all =
                media.streams()
                        .map(RtpStream::toString)
                        .uid("stream_rows")
                        .union(media.reports().map(RtcpEvent::toString).uid("report_rows"))
                        .executeAndCollect()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** In order of arrival, dealt out to all subtasks. */
    /** A phone's own figures, in the packets of the first reports. */
    private static List<QualityReport> extended(List<RtcpReport> reports) {
        return reports.stream()
                .limit(4)
                .map(
                        r ->
                                new QualityReport(
                                        r.timeMicros(),
                                        r.node(),
                                        "",
                                        "",
                                        "xr",
                                        r.source(),
                                        r.destination(),
                                        "",
                                        "",
                                        true,
                                        r.sourceSsrc(),
                                        "",
                                        1,
                                        1,
                                        -1,
                                        Double.NaN,
                                        Double.NaN,
                                        20,
                                        4.1,
                                        4.1,
                                        Double.NaN,
                                        true,
                                        0))
                .toList();
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment env, Class<T> type, List<T> events, Micros<T> time) {
        String name = type.getSimpleName();
        SerializableTimestampAssigner<T> timestamps = (event, t) -> time.of(event) / 1000;
        return env.fromData(events, TypeInformation.of(type))
                .uid(name + "_source")
                .rebalance()
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<T>forBoundedOutOfOrderness(Duration.ofSeconds(1))
                                .withTimestampAssigner(timestamps))
                .uid(name + "_times");
    }

    private interface Micros<T> extends Serializable {
        long of(T event);
    }

    private static List<RtcpReport> reports() throws PayloadException {
        Hops hops = new Hops(Trunks.of(Map.of()), Set.of());
        List<RtcpReport> reports = new ArrayList<>();
        for (HepPacket packet : CAPTURE.rtcp) {
            reports.addAll(RtcpBinary.decode(packet.payload(), hops.of(packet, "")).reports());
        }
        return reports;
    }
}
