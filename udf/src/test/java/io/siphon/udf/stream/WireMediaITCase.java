package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.sources.hep.HepPacket;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.rtcp.RtcpBinary;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtp.RtpPacket;
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
@Timeout(120)
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
        assertThat(alone).noneMatch(row -> row.contains("callId=,"));
        assertThat(run(3, false)).isEqualTo(alone);
        assertThat(run(2, true)).isEqualTo(alone);
    }

    private static Set<String> run(int parallelism, boolean objectReuse) throws Exception {
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
                        source(env, SipMessage.class, CAPTURE.messages, SipMessage::timeMicros),
                        source(env, RtpPacket.class, CAPTURE.rtp, RtpPacket::timeMicros),
                        source(env, RtcpReport.class, reports(), RtcpReport::timeMicros),
                        Duration.ofMinutes(4),
                        Ceiling.NONE);
        Set<String> rows = new TreeSet<>();
        try (CloseableIterator<String> all =
                media.streams()
                        .map(RtpStream::toString)
                        .uid("stream_rows")
                        .union(media.reports().map(RtcpReport::toString).uid("report_rows"))
                        .executeAndCollect()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** In order of arrival, dealt out to all subtasks. */
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
