package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.RoomCoOperator;
import io.siphon.udf.rtcp.RtcpQuality;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RoundTripOfStreamTest {

    private KeyedTwoInputStreamOperatorTestHarness<Long, RtcpQuality, RtpStream, RtpStream> join;
    private RoundTripOfStream function;

    @BeforeEach
    void open() throws Exception {
        open(null);
    }

    private void open(OperatorSubtaskState restored) throws Exception {
        function = new RoundTripOfStream(Ceiling.NONE);
        join =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new RoomCoOperator<>(function),
                        RtcpQuality::sourceSsrc,
                        RtpStream::ssrc,
                        Types.LONG);
        if (restored != null) {
            join.initializeState(restored);
        }
        join.open();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        join.processBothWatermarks(new Watermark(1_000_000_000));
        assertThat(join.numKeyedStateEntries()).isZero();
        assertThat(join.numEventTimeTimers()).isZero();
        assertThat(function.room().taken()).isZero();
        join.close();
    }

    /** A call whose round trips are known, and a report and a stream that wait. */
    @Test
    void afterARestoreItsRoomIsWhatItKeeps() throws Exception {
        report("call-1", 10, 300);
        join.processBothWatermarks(new Watermark(20_000));
        report("call-2", 30, 300);
        join.processElement2(stream("call-1", 60), 60_000);
        assertThat(function.room().taken()).isEqualTo(3);
        OperatorSubtaskState state = join.snapshot(1, 1);
        join.close();

        open(state);
        assertThat(function.room().taken()).isEqualTo(3);
    }

    @Test
    void takesTheMeanOfTheReportsUpToThen() throws Exception {
        join.processElement2(stream("call-1", 60), 60_000);
        report("call-1", 10, 300);
        report("call-1", 15, 500);
        report("call-1", 61, 9000);
        join.processBothWatermarks(new Watermark(60_999));

        RtpStream stream = join.extractOutputValues().get(0);
        assertThat(stream.rttMs()).isEqualTo(400);
        assertThat(stream.rFactor())
                .isCloseTo(90 - 0.024 * 200 - 0.11 * (60 + 200 - 177.3), within(1e-9));
        assertThat(stream.mos()).isEqualTo(EModel.mos(stream.rFactor()));
    }

    @Test
    void leavesAStreamOfAnotherCallAsItIs() throws Exception {
        report("call-2", 10, 300);
        RtpStream stream = stream("call-1", 60);
        join.processElement2(stream, 60_000);
        join.processBothWatermarks(new Watermark(60_999));

        assertThat(join.extractOutputValues()).containsExactly(stream);
    }

    @Test
    void makesUpNoScoreOfACodecWithoutFigures() throws Exception {
        report("call-1", 10, 300);
        join.processElement2(
                stream("call-1", 60)
                        .withRoundTrip(Double.NaN, Double.NaN, Double.NaN), // no R, no score
                60_000);
        join.processBothWatermarks(new Watermark(60_999));

        assertThat(join.extractOutputValues().get(0).mos()).isNaN();
        assertThat(join.extractOutputValues().get(0).rttMs()).isEqualTo(300);
    }

    @Test
    void forgetsCallsThatShareAnSsrc() throws Exception {
        for (int i = 0; i < 2 * RoundTripsState.LIMIT; i++) {
            report("call-" + i, 10, i);
        }
        join.processBothWatermarks(new Watermark(11_000));
        join.processElement2(stream("call-0", 12), 12_000);
        join.processElement2(stream("call-99", 12), 12_000);
        join.processBothWatermarks(new Watermark(13_000));

        assertThat(join.extractOutputValues())
                .extracting(RtpStream::rttMs)
                .containsExactlyInAnyOrder(Double.NaN, 99.0);
    }

    @Test
    void needsRoundTripAndCall() {
        assertThat(RoundTripOfStream.concerns(quality("call-1", 10, 300))).isTrue();
        assertThat(RoundTripOfStream.concerns(quality("call-1", 10, Double.NaN))).isFalse();
        assertThat(RoundTripOfStream.concerns(quality("", 10, 300))).isFalse();
    }

    private void report(String callId, long second, double rttMs) throws Exception {
        join.processElement1(quality(callId, second, rttMs), second * 1000);
    }

    private static RtcpQuality quality(String callId, long second, double rttMs) {
        return new RtcpQuality(
                second * 1_000_000,
                "proxy",
                "",
                callId,
                "udp:192.0.2.2:5001",
                "udp:192.0.2.1:4001",
                7,
                "PCMA",
                8000,
                false,
                1,
                0,
                0,
                rttMs,
                null,
                Double.NaN);
    }

    private static RtpStream stream(String callId, long second) {
        return CallOfSocketTest.stream(
                callId, 0, second, "udp:192.0.2.1:4000", "udp:192.0.2.2:5000");
    }
}
