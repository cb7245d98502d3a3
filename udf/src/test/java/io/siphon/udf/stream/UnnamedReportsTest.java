package io.siphon.udf.stream;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpJson;
import io.siphon.udf.session.MediaSocket;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class UnnamedReportsTest {

    private static final String ALICE = "udp:192.0.2.1:4001";
    private static final String BOB = "udp:192.0.2.2:5001";
    private static final String CAROL = "udp:192.0.2.3:6001";

    private KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtcpEvent, RtcpEvent> join;

    @BeforeEach
    void open() throws Exception {
        join =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(
                                CallOfSocket.ofUnnamed(UnnamedReports.RETENTION, Ceiling.NONE)),
                        MediaSocket::socket,
                        RtcpEvent::key,
                        Types.STRING);
        join.setup(
                RtcpEventCodec.TYPE.createSerializer(
                        join.getExecutionConfig().getSerializerConfig()));
        join.open();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        join.processBothWatermarks(new Watermark(Duration.ofDays(1).toMillis()));
        assertThat(join.numKeyedStateEntries()).isZero();
        assertThat(join.numEventTimeTimers()).isZero();
        join.close();
    }

    /** Also where the other agent sees it in the next second, or first. */
    @ParameterizedTest
    @ValueSource(longs = {5_000_000, 5_999_000, 6_000_000, 6_200_000})
    void aReportGetsTheCallThatAnotherAgentNames(long named) throws Exception {
        unnamed(5_999_900, ALICE, BOB);
        named(named, BOB, ALICE); // whoever of both reports
        join.processBothWatermarks(new Watermark(20_000));
        assertThat(join.extractOutputValues()).extracting(RtcpEvent::key).containsExactly("call-1");
    }

    @Test
    void othersGoOnAsTheyAre() throws Exception {
        named(5_000_000, ALICE, BOB);
        unnamed(5_100_000, ALICE, CAROL);
        unnamed(40_000_000, ALICE, BOB); // long after
        join.processBothWatermarks(new Watermark(39_000));
        join.processBothWatermarks(new Watermark(50_000));
        assertThat(join.extractOutputValues())
                .extracting(RtcpEvent::key)
                .containsExactly(ALICE + ' ' + CAROL, ALICE + ' ' + BOB);
    }

    private void named(long micros, String from, String to) throws Exception {
        join.processElement1(
                UnnamedReports.sockets(report(micros, from, to, "call-1")), micros / 1000);
    }

    private void unnamed(long micros, String from, String to) throws Exception {
        join.processElement2(report(micros, from, to, null), micros / 1000);
    }

    private static RtcpEvent report(long micros, String from, String to, String id)
            throws Exception {
        String json = "{'report_blocks':[{'source_ssrc':9,'ia_jitter':80}]}".replace('\'', '"');
        return RtcpJson.decode(
                        json.getBytes(StandardCharsets.UTF_8),
                        new Hop(micros, "tap", from, to, "", "", id))
                .get(0);
    }
}
