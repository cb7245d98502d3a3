package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsOnceTest {

    private static final long MINUTE = 60;

    private String callId = "call-1";

    private KeyedOneInputStreamOperatorTestHarness<String, RtpStream, RtpStream> once;

    @BeforeEach
    void open() throws Exception {
        once =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(StreamsOnce.function()),
                        StreamsOnce::key,
                        Types.STRING);
        once.open();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        once.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(once.numKeyedStateEntries()).isZero();
        assertThat(once.numEventTimeTimers()).isZero();
        once.close();
    }

    @Test
    void oneThatIsOverForGoodIsToldAtOnce() throws Exception {
        told(100, false, true);
        told(160, true, false);
        assertThat(once.extractOutputValues())
                .extracting(RtpStream::reportedMicros)
                .containsExactly(160_000_000L);
    }

    @Test
    void oneThatPausesIsToldAtItsLastEnd() throws Exception {
        callId = "";
        told(100, true, true);
        told(600, true, true);
        told(900, false, true);
        told(1000, true, true);
        at(1000 + 29 * MINUTE);
        assertThat(once.extractOutputValues()).isEmpty();
        at(1000 + 31 * MINUTE);
        assertThat(once.extractOutputValues())
                .extracting(RtpStream::reportedMicros)
                .containsExactly(1_000_000_000L);
    }

    /** For hours, on hold. */
    @Test
    void oneOfACallThatMayBeUpIsWaitedFor() throws Exception {
        told(100, true, true);
        at(180 * MINUTE);
        told(181 * MINUTE, false, true);
        told(182 * MINUTE, true, false);
        assertThat(once.extractOutputValues())
                .extracting(RtpStream::measuredAt)
                .containsExactly(182 * MINUTE * 1_000_000);
    }

    /** Of an hour before the end of a capture, without a BYE: its own window is long closed. */
    @Test
    void oneThatDoesNotGoOnCountsWhereItsWindowIsOpen() throws Exception {
        told(100, true, true);
        at(100 + 70 * MINUTE);
        once.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(once.extractOutputValues())
                .extracting(RtpStream::measuredAt)
                .containsExactly((100 + 60 * MINUTE - 31) * 1_000_000);
    }

    @Test
    void atTheEndOfInputItIsOver() throws Exception {
        told(100, true, true);
        once.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(once.extractOutputValues()).hasSize(1);
    }

    private void told(long second, boolean ended, boolean mayGoOn) throws Exception {
        RtpStream s =
                CallOfSocketTest.stream(
                        callId, 1, second, "udp:192.0.2.1:4000", "udp:192.0.2.2:5000");
        once.processElement(
                new RtpStream(
                        s.callId(),
                        ended,
                        mayGoOn,
                        s.reportedMicros(),
                        s.node(),
                        s.trunk(),
                        s.source(),
                        s.destination(),
                        s.ssrc(),
                        s.payloadType(),
                        s.codec(),
                        s.clockRate(),
                        s.bySdp(),
                        s.direction(),
                        s.startedAt(),
                        s.endedAt(),
                        s.packets(),
                        s.octets(),
                        s.lost(),
                        s.outOfOrder(),
                        s.duplicates(),
                        s.lossPct(),
                        s.jitterMeanMs(),
                        s.jitterMaxMs(),
                        s.longestGapMs(),
                        s.burstRatio(),
                        s.rFactor(),
                        s.mos(),
                        s.rttMs(),
                        s.clockOffset()),
                second * 1000);
    }

    private void at(long second) throws Exception {
        once.processWatermark(new Watermark(second * 1000));
    }
}
