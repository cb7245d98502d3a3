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
 * out-of-orderness, whatever the clock on the wall says. As with {@link
 * io.siphon.sources.LiveWatermarks}, no packet counts for more than the time it was captured.
 *
 * <p>Where the captured time is that of the wall, somebody is capturing now, through a pipe: then
 * watermarks go on with it while the pipe is silent, or says nothing new.
 */
public final class ArchiveWatermarks implements WatermarkGenerator<HepPacket> {

    private static final long STEP_MS = 1000;
    private static final long NOW_MS = 60_000;

    /** How far one reader may be ahead of another: what it has read until then waits in state. */
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
     * @param piped whether the capture comes through standard input, and may be going on
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
