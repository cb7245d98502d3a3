package io.siphon.sources.archive;

import io.siphon.sources.ReceivedTime;
import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watermarks of captures: one for each second of capture time, the packets' time less the
 * out-of-orderness, whatever the wall clock says. As with {@link io.siphon.sources.LiveWatermarks},
 * a packet counts no later than the time it was captured. The last one is of the reader, see {@link
 * io.siphon.sources.archive.split.PcapSplit#until}.
 *
 * <p>When the capture time equals the wall clock's, a capture is being made now, through a pipe.
 * Then watermarks advance with the clock while the pipe is silent, or brings no newer packet.
 */
public final class ArchiveWatermarks implements WatermarkGenerator<HepPacket> {

    private static final long STEP_MS = 1000;
    private static final long NOW_MS = 60_000;

    /** How far one reader may be ahead of another; what it has read waits in state. */
    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private final long outOfOrdernessMs;
    private final boolean piped;
    private final LongSupplier activeNanos;
    private final LongSupplier wallMs;
    private final ReceivedTime time = new ReceivedTime();
    private long emittedMs = Long.MIN_VALUE;
    private long lastNanos;
    private boolean live;

    ArchiveWatermarks(
            Duration outOfOrderness, boolean piped, LongSupplier activeNanos, LongSupplier wallMs) {
        this.outOfOrdernessMs = outOfOrderness.toMillis();
        this.piped = piped;
        this.activeNanos = activeNanos;
        this.wallMs = wallMs;
    }

    /**
     * @param piped whether the capture comes through standard input and may still be running
     */
    public static WatermarkStrategy<HepPacket> strategy(Duration outOfOrderness, boolean piped) {
        WatermarkStrategy<HepPacket> strategy =
                context ->
                        new ArchiveWatermarks(
                                outOfOrderness,
                                piped,
                                context.getInputActivityClock()::relativeTimeNanos,
                                System::currentTimeMillis);
        return strategy.withWatermarkAlignment("archive", MOST_AHEAD, Duration.ofMillis(100));
    }

    @Override
    public void onEvent(HepPacket packet, long timestampMs, WatermarkOutput output) {
        if (!time.saw(packet) || !time.hasBegun()) {
            return;
        }
        long maxMs = time.highest() / 1000;
        if (emittedMs == Long.MIN_VALUE || maxMs - emittedMs >= STEP_MS) {
            live = piped && Math.abs(wallMs.getAsLong() - maxMs) < NOW_MS;
            emit(maxMs, output);
        }
        if (live) {
            lastNanos = activeNanos.getAsLong();
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (live) {
            emit(time.now((activeNanos.getAsLong() - lastNanos) / 1000) / 1000, output);
        }
    }

    private void emit(long timeMs, WatermarkOutput output) {
        emittedMs = Math.max(emittedMs, timeMs);
        output.emitWatermark(new Watermark(emittedMs - outOfOrdernessMs - 1));
    }
}
