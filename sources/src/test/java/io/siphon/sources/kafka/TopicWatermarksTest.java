package io.siphon.sources.kafka;

import io.siphon.sources.LiveWatermarks;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class TopicWatermarksTest {

    private static final long BEGINNING = 1_767_225_600_000L;

    private final ManualClock clock = new ManualClock();
    private final Output output = new Output();
    private final WatermarkGenerator<HepPacket> watermarks =
            new TopicWatermarks(
                    Duration.ofMinutes(1),
                    LiveWatermarks.strategy(Duration.ofSeconds(2), false)
                            .createWatermarkGenerator(new Context()),
                    clock,
                    () -> BEGINNING);

    @Test
    void aPartitionWithoutARecordHoldsTheOthersBackForAsLongAsThePatience() {
        watermarks.onPeriodicEmit(output);
        clock.advanceTime(Duration.ofSeconds(59));
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isFalse();
        clock.advanceTime(Duration.ofSeconds(1));
        watermarks.onPeriodicEmit(output);
        assertThat(output.idle).isTrue();
    }

    @Test
    void whatACaptureHasToldIsTheWatermark() {
        told("a/0", 0);
        received(10_000);
        assertThat(output.last).isEqualTo(BEGINNING);
        told("a/0", 1000);
        assertThat(output.last).isEqualTo(BEGINNING + 1000);
    }

    @Test
    void silenceIsNoReasonToGoOn() {
        told("a/0", 0);
        received(100);
        clock.advanceTime(Duration.ofHours(1));
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING);
    }

    @Test
    void theSlowestCaptureCounts() {
        told("b/0", 0);
        told("a/0", 40_000);
        told("a/1", 41_000);
        assertThat(output.last).isEqualTo(BEGINNING);
        told("b/0", 39_000);
        assertThat(output.last).isEqualTo(BEGINNING + 39_000);
    }

    @Test
    void aCaptureThatHasFallenSilentIsWaitedForNoLongerThanThePatience() {
        told("b/0", 0);
        told("a/0", 60_000);
        assertThat(output.last).isEqualTo(BEGINNING);
        told("a/0", 60_001);
        assertThat(output.last).isEqualTo(BEGINNING + 60_001);
        told("b/0", 30_000);
        assertThat(output.last).isEqualTo(BEGINNING + 60_001);
    }

    @Test
    void amongRecordsOfOtherToolsItIsAsLive() {
        received(10_000);
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING + 10_000 - 2001);
        clock.advanceTime(Duration.ofSeconds(10));
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING + 20_000 - 2001);
    }

    /** Any tool may write the headers: one record is not to end all windows for good. */
    @Test
    void whatSaysThatItIsOfTheFutureTellsNoTime() {
        received(0);
        told("forged/0", Duration.ofDays(400).toMillis());
        received(Duration.ofDays(400).toMillis());
        watermarks.onPeriodicEmit(output);
        assertThat(output.last).isEqualTo(BEGINNING - 2001);
    }

    /** A consumer that is behind reads as slowly as it may: its records are received long ago. */
    @Test
    void whatWaitedInTheTopicIsNotMadeLateByReadingItSlowly() {
        for (long second = 0; second < 60; second++) {
            received(second * 1000);
            clock.advanceTime(Duration.ofMillis(1400));
            watermarks.onPeriodicEmit(output);
            assertThat(output.last).isEqualTo(BEGINNING + second * 1000 - 2001);
        }
    }

    /** Each partition has its own: one where only a wrong clock speaks is not to hold up others. */
    @Test
    void aPartitionOfOldRecordsAloneGoesAtThePaceOfTheOthers() {
        WatermarkStrategy<HepPacket> strategy =
                TopicWatermarks.strategy(Duration.ofSeconds(2), Duration.ofMinutes(1));
        WatermarkGenerator<HepPacket> right = strategy.createWatermarkGenerator(new Context());
        WatermarkGenerator<HepPacket> wrong = strategy.createWatermarkGenerator(new Context());
        right.onEvent(packet(0, 0), BEGINNING, output);
        right.onPeriodicEmit(output);
        Output held = new Output();
        wrong.onEvent(packet(-80_000_000, 0), BEGINNING - 80_000_000, held);
        wrong.onPeriodicEmit(held);
        assertThat(held.last).isEqualTo(BEGINNING - 2001);
    }

    private void told(String capture, long offsetMs) {
        HepPacket mark = WatermarkRecord.of(capture, BEGINNING + offsetMs, 0);
        watermarks.onEvent(mark, BEGINNING + offsetMs, output);
    }

    private void received(long offsetMs) {
        watermarks.onEvent(packet(offsetMs, offsetMs), BEGINNING + offsetMs, output);
    }

    private static HepPacket packet(long offsetMs, long receivedOffsetMs) {
        return new HepPacket(
                (BEGINNING + offsetMs) * 1000,
                (BEGINNING + receivedOffsetMs) * 1000,
                3,
                17,
                "",
                0,
                "",
                0,
                "",
                "",
                HepProtocol.SIP,
                null,
                null,
                new byte[] {1},
                null,
                null);
    }

    private final class Context implements WatermarkGeneratorSupplier.Context {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return clock;
        }
    }

    /** As Flink's own: a watermark never goes back. */
    private static final class Output implements WatermarkOutput {
        private long last = Long.MIN_VALUE;
        private boolean idle;

        @Override
        public void emitWatermark(Watermark watermark) {
            last = Math.max(last, watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            idle = true;
        }

        @Override
        public void markActive() {}
    }
}
