package io.siphon.sources.archive;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveWatermarksTest {

    private static final long BEGINNING = 1_767_225_600_000L;

    private final List<Long> emitted = new ArrayList<>();
    private final WatermarkOutput output =
            new WatermarkOutput() {
                @Override
                public void emitWatermark(Watermark watermark) {
                    emitted.add(watermark.getTimestamp());
                }

                @Override
                public void markIdle() {}

                @Override
                public void markActive() {}
            };
    private long nanos;
    private long wallMs = BEGINNING + 86_400_000;
    private ArchiveWatermarks watermarks = watermarks(false);

    @Test
    void oneForEachSecondOfTheCapture() {
        captured(0, 400, 999, 1000, 1400, 700, 5000, 5001);
        watermarks.onPeriodicEmit(output);
        assertThat(emitted).containsExactly(BEGINNING - 2001, BEGINNING - 1001, BEGINNING + 2999);
    }

    @Test
    void anAgentWhoseClockIsAheadTakesNobodyAlong() {
        captured(0);
        watermarks.onEvent(packet(BEGINNING + 30_000, BEGINNING + 1500), 0, output);
        assertThat(emitted).containsExactly(BEGINNING - 2001, BEGINNING - 501);
    }

    @Test
    void aPipeThatIsSilentGoesOnWithTheClockWhereTheCaptureIsOfNow() {
        watermarks = watermarks(true);
        wallMs = BEGINNING + 300;
        captured(0, 200);
        watermarks.onPeriodicEmit(output);
        nanos += 10_000_000_000L;
        watermarks.onPeriodicEmit(output);
        assertThat(emitted).containsExactly(BEGINNING - 2001, BEGINNING - 1801, BEGINNING + 8199);
    }

    /** HEP on the wire, stamped 80,000 s ago, is no sign of life. */
    @Test
    void aPipeThatSaysNothingNewGoesOnAsWell() {
        watermarks = watermarks(true);
        wallMs = BEGINNING + 300;
        captured(0);
        for (int second = 1; second <= 60; second++) {
            nanos += 1_000_000_000L;
            long now = BEGINNING + second * 1000;
            watermarks.onEvent(packet(now - 80_000_000, now), 0, output);
            watermarks.onPeriodicEmit(output);
        }
        assertThat(emitted.get(emitted.size() - 1))
                .isBetween(BEGINNING + 50_000, BEGINNING + 58_000);
    }

    @Test
    void aPipeWithAnOldCaptureIsNeverHurried() {
        watermarks = watermarks(true);
        captured(0, 200);
        nanos += 10_000_000_000L;
        watermarks.onPeriodicEmit(output);
        assertThat(emitted).containsExactly(BEGINNING - 2001);
    }

    private ArchiveWatermarks watermarks(boolean piped) {
        return new ArchiveWatermarks(Duration.ofSeconds(2), piped, () -> nanos, () -> wallMs);
    }

    private void captured(long... millis) {
        for (long ms : millis) {
            watermarks.onEvent(packet(BEGINNING + ms, BEGINNING + ms), 0, output);
        }
    }

    private static HepPacket packet(long timeMs, long receivedMs) {
        return new HepPacket(
                timeMs * 1000,
                receivedMs * 1000,
                0,
                17,
                "",
                0,
                "",
                0,
                "",
                "",
                1,
                null,
                null,
                new byte[] {1},
                null,
                null);
    }
}
