package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class LiveWatermarksTest {

    private static final long BEGINNING = 1_767_225_600_000L;

    private long nanos = 5;
    private final Output output = new Output();
    private final LiveWatermarks watermarks =
            new LiveWatermarks(Duration.ofSeconds(2), () -> nanos);

    @AfterEach
    void forgetDraining() {
        Draining.reset();
    }

    @Test
    void anInputThatNeverHadAPacketIsIdle() {
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isTrue();
        assertThat(output.last).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void theWatermarkFollowsThePackets() {
        arrives(BEGINNING, BEGINNING);
        arrives(BEGINNING - 500, BEGINNING + 1);
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
    }

    @Test
    void inSilenceItGoesOnWithTheClock() {
        arrives(BEGINNING, BEGINNING);
        pass(Duration.ofMillis(1400));
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
        pass(Duration.ofSeconds(60));
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING + 61_400 - 2001);
    }

    @Test
    void aClockThatIsAheadTakesNobodyAlong() {
        arrives(BEGINNING + 30_000, BEGINNING);
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
    }

    @Test
    void whenTheSocketsAreClosedNothingIsWaitedFor() {
        arrives(BEGINNING, BEGINNING);
        Draining.request();
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING + 1000);
    }

    @Test
    void whatIsReadAgainIsNeitherIdleNorSilence() {
        boolean[] reading = {true};
        Backlog.begin(this, () -> reading[0]);
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isFalse();
        arrives(BEGINNING, BEGINNING);
        pass(Duration.ofSeconds(30));
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
        reading[0] = false;
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001 + 30_000);
    }

    @Test
    void thatNobodyListenedMovesNoWatermark() {
        arrives(BEGINNING, BEGINNING);
        long later = BEGINNING + 60_000;
        HepPacket gap = new CaptureGap(BEGINNING * 1000, later * 1000, "udp-9060-0").packet();
        watermarks.onEvent(gap, later, output);
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
    }

    private void arrives(long timeMs, long receivedMs) {
        watermarks.onEvent(
                new HepPacket(
                        timeMs * 1000,
                        receivedMs * 1000,
                        3,
                        17,
                        "192.0.2.1",
                        5060,
                        "192.0.2.2",
                        5060,
                        "192.0.2.1",
                        "1",
                        1,
                        null,
                        null,
                        new byte[0],
                        null,
                        null),
                timeMs,
                output);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static final class Output implements WatermarkOutput {
        private long last = Long.MIN_VALUE;
        private boolean idle;

        @Override
        public void emitWatermark(Watermark watermark) {
            last = watermark.getTimestamp();
        }

        @Override
        public void markIdle() {
            idle = true;
        }

        @Override
        public void markActive() {
            idle = false;
        }
    }
}
