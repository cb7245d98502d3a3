package io.siphon.udf.rtcp;

import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.RoomOperator;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class XrOnceTest {

    /** Three of a stream whose figures stay, each captured twice, also across a second's end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsEachReportThroughOnceInEitherOrderOfArrival(boolean backwards) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, RtcpXr, RtcpXr> once =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new RoomOperator<>(new XrOnce(Ceiling.NONE)), XrOnce::key, Types.STRING)) {
            once.open();
            long[] times = {5_000_000, 9_999_990, 15_000_000};
            for (long time : times) {
                RtcpXr seen = report(time, "tap", 80);
                RtcpXr later = report(time + 60, "mirror", 80);
                once.processElement(backwards ? later : seen, time / 1000);
                once.processElement(backwards ? seen : later, time / 1000);
            }
            once.processElement(report(15_000_010, "tap", 79), 15_000);
            once.processWatermark(new Watermark(60_000));

            assertThat(once.extractOutputValues())
                    .extracting(RtcpXr::timeMicros, RtcpXr::node, RtcpXr::rFactor)
                    .containsExactly(
                            tuple(5_000_000L, "tap", 80.0),
                            tuple(9_999_990L, "tap", 80.0),
                            tuple(15_000_000L, "tap", 80.0),
                            tuple(15_000_010L, "tap", 79.0));
            assertThat(once.numKeyedStateEntries()).isZero();
            assertThat(once.numEventTimeTimers()).isZero();
        }
    }

    /** Of the reports that wait, and of those that were let through. */
    @Test
    void afterARestoreItsRoomIsWhatItKeeps() throws Exception {
        OperatorSubtaskState state;
        XrOnce before = new XrOnce(Ceiling.NONE);
        try (KeyedOneInputStreamOperatorTestHarness<String, RtcpXr, RtcpXr> once =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new RoomOperator<>(before), XrOnce::key, Types.STRING)) {
            once.open();
            once.processElement(report(5_000_000, "tap", 80), 5_000);
            once.processElement(report(7_000_000, "tap", 81), 7_000);
            once.processElement(report(7_000_010, "tap", 82), 7_000);
            once.processWatermark(new Watermark(6_000));
            assertThat(before.room().taken()).isEqualTo(3);
            state = once.snapshot(1, 1);
        }
        XrOnce after = new XrOnce(Ceiling.NONE);
        try (KeyedOneInputStreamOperatorTestHarness<String, RtcpXr, RtcpXr> once =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new RoomOperator<>(after), XrOnce::key, Types.STRING)) {
            once.initializeState(state);
            once.open();
            assertThat(after.room().taken()).isEqualTo(3);
            once.processWatermark(new Watermark(60_000));
            assertThat(after.room().taken()).isZero();
            assertThat(once.numKeyedStateEntries()).isZero();
            assertThat(once.numEventTimeTimers()).isZero();
        }
    }

    private static RtcpXr report(long time, String node, int rFactor) throws PayloadException {
        ByteBuffer packet = ByteBuffer.allocate(8 + 36);
        packet.put((byte) 0x80).put((byte) 207).putShort((short) 10).putInt(7);
        packet.put((byte) 7).put((byte) 0).putShort((short) 8).putInt(9); // VoIP metrics
        packet.put(32, (byte) rFactor);
        Hop hop = new Hop(time, node, "udp:192.0.2.1:4001", "udp:192.0.2.2:5001", "", "", null);
        return RtcpBinary.decode(packet.array(), hop).extended().get(0);
    }
}
