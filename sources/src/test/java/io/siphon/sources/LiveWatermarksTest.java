package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class LiveWatermarksTest {

    private static final long BEGINNING = 1_767_225_600_000L;

    private long nanos = 5;
    private final Output output = new Output();
    private final LiveWatermarks watermarks =
            new LiveWatermarks(Duration.ofSeconds(2), false, new SmallestDelay(), () -> nanos);

    @AfterEach
    void forgetDraining() {
        GracefulStop.reset();
    }

    @Test
    void anInputThatNeverHadAPacketIsIdle() {
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isTrue();
        assertThat(output.last).isEqualTo(Long.MIN_VALUE);
    }

    /** The operators must know of it before time goes on. */
    @Test
    void afterIdlenessItWaitsASecondBeforeTimeGoesOn() {
        watermarks.onPeriodicEmit(output);
        arrives(BEGINNING, BEGINNING);
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isFalse();
        assertThat(output.last).isEqualTo(Long.MIN_VALUE);
        pass(Duration.ofMillis(1000));
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
    }

    @Test
    void afterARestoreItGoesOnThoughNobodySends() {
        watermarks.onPeriodicEmit(output);
        HepPacket word =
                HepPacket.resumed((BEGINNING - 300) * 1000, BEGINNING * 1000, "udp-9060-0");
        watermarks.onEvent(word, BEGINNING - 300, output);
        watermarks.onPeriodicEmit(output);
        pass(Duration.ofSeconds(60));
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isFalse();
        assertThat(output.last).isEqualTo(BEGINNING + 60_000 - 300 - 2001);
    }

    @Test
    void aloneItIsNeverIdle() {
        LiveWatermarks alone =
                new LiveWatermarks(Duration.ofSeconds(2), true, new SmallestDelay(), () -> nanos);
        alone.onPeriodicEmit(output);
        assertThat(output.idle).isFalse();
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
        GracefulStop.request();
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING + 1000);
    }

    @Test
    void whatIsReadAgainIsNeitherIdleNorSilence() {
        boolean[] reading = {true};
        ReplayTracker.begin(this, () -> reading[0]);
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

    /** One a second, stamped 80,000 s ago, after the good node has fallen silent. */
    @Test
    void oldPacketsAreNoSignOfLife() {
        arrives(BEGINNING, BEGINNING);
        for (int second = 1; second <= 70; second++) {
            arrivesAfterASecond(BEGINNING - 80_000_000 + second * 1000, second);
        }
        assertThat(output.last).isBetween(BEGINNING + 60_000, BEGINNING + 68_000);
    }

    /** They move the highest time, by a millisecond a second. */
    @Test
    void packetsThatCreepStopNoTime() {
        arrives(BEGINNING, BEGINNING);
        for (int second = 1; second <= 70; second++) {
            arrivesAfterASecond(BEGINNING + second, second);
        }
        assertThat(output.last).isBetween(BEGINNING + 60_000, BEGINNING + 68_000);
    }

    @Test
    void garbageGreetingsAndEmptyPacketsTellNoTime() {
        arrives(BEGINNING - 60_000, BEGINNING);
        long later = BEGINNING + 1000;
        watermarks.onEvent(packet(later, later, HepProtocol.NONE, "?", "not-hep: ?"), 0, output);
        watermarks.onEvent(packet(later, later, HepProtocol.NONE, "hi", null), 0, output);
        watermarks.onEvent(packet(later, later, HepProtocol.LOG, "", null), 0, output);
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 60_000 - 2001);
    }

    /** But they are received: who sends nothing else cannot make a silence of it. */
    @Test
    void garbageIsNoSignOfLifeEither() {
        arrives(BEGINNING, BEGINNING);
        for (int second = 1; second <= 60; second++) {
            pass(Duration.ofSeconds(1));
            long now = BEGINNING + second * 1000;
            watermarks.onEvent(packet(now, now, HepProtocol.NONE, "?", "not-hep: ?"), 0, output);
            watermarks.onPeriodicEmit(output);
        }
        assertThat(output.last).isEqualTo(BEGINNING + 60_000 - 2001);
    }

    @Test
    void aSlowClockThatIsLeftAloneIsInTimeAgainAfterAWhile() {
        arrives(BEGINNING, BEGINNING);
        for (int second = 1; second <= 1900; second++) {
            arrivesAfterASecond(BEGINNING + second * 1000 - 180_000, second);
        }
        assertThat(output.last).isEqualTo(BEGINNING + 1_900_000 - 180_000 - 2001);
    }

    @Test
    void aSlowClockBesideARightOneHoldsNothingBack() {
        for (int second = 1; second <= 60; second++) {
            long now = BEGINNING + second * 1000;
            arrives(now, now);
            arrivesAfterASecond(now + 1000 - 180_000, second + 1);
            assertThat(output.last).isEqualTo(now - 2001);
        }
    }

    /** However slowly the job takes it: it was received long ago, and nothing is missing of it. */
    @Test
    void whatIsReadSlowlyIsNotMadeLateByTheClock() {
        ReplayTracker.begin(this, () -> true);
        for (int second = 0; second < 60; second++) {
            arrives(BEGINNING + second * 1000, BEGINNING + second * 1000);
            pass(Duration.ofSeconds(20));
            watermarks.onPeriodicEmit(output);
            assertThat(output.last).isEqualTo(BEGINNING + second * 1000 - 2001);
        }
        ReplayTracker.end(this);
    }

    /** The job takes half of what comes: the rest waits in the queue and in the journal. */
    @Test
    void aJobThatIsBehindIsNotMadeLateByTheClock() {
        for (int second = 0; second < 60; second++) {
            arrives(BEGINNING + second * 500, BEGINNING + second * 500);
            pass(Duration.ofSeconds(1));
            watermarks.onPeriodicEmit(output);
            assertThat(output.last).isEqualTo(BEGINNING + second * 500 - 2001);
        }
    }

    /** Sent on after a reconnect, an hour old, faster than it came to be. */
    @Test
    void aSpoolSetsItsOwnTime() {
        for (int second = 0; second < 60; second++) {
            arrives(BEGINNING - 3_600_000 + second * 60_000, BEGINNING + second * 1000);
            pass(Duration.ofSeconds(1));
            watermarks.onPeriodicEmit(output);
            assertThat(output.last).isEqualTo(BEGINNING - 3_600_000 + second * 60_000 - 2001);
        }
    }

    @Test
    void theSmallestDelayIsThatOfAllInputsOfAJob() {
        SmallestDelay one = SmallestDelay.shared("a");
        SmallestDelay other = SmallestDelay.shared("a");
        assertThat(one.with(5, 1_000_000)).isEqualTo(5);
        assertThat(other.with(80_000_000_000L, 1_000_000)).isEqualTo(5);
        assertThat(SmallestDelay.shared("b").with(80, 1_000_000)).isEqualTo(80);
    }

    private void arrivesAfterASecond(long timeMs, int second) {
        pass(Duration.ofSeconds(1));
        arrives(timeMs, BEGINNING + second * 1000L);
        watermarks.onPeriodicEmit(output);
    }

    private void arrives(long timeMs, long receivedMs) {
        watermarks.onEvent(
                packet(timeMs, receivedMs, HepProtocol.SIP, "SIP", null), timeMs, output);
    }

    private static HepPacket packet(
            long timeMs, long receivedMs, int protocol, String payload, String error) {
        return new HepPacket(
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
                protocol,
                null,
                null,
                payload.getBytes(StandardCharsets.US_ASCII),
                null,
                error);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static final class Output implements WatermarkOutput {
        private long last = Long.MIN_VALUE;
        private boolean idle;

        @Override
        public void emitWatermark(Watermark watermark) {
            last = Math.max(last, watermark.getTimestamp()); // as Flink's own
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
