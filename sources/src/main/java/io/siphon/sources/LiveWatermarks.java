package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Watermarks of a live input: the packets' time less the out-of-orderness. While no packet moves it
 * they go on with the wall clock, so that the last windows close and time-outs come, whoever else
 * sends old packets ({@link ReceivedTime}); an input that never had a packet is idle and holds
 * nobody back; one that had some before it was restored goes on ({@link
 * io.siphon.sources.hep.HepProtocol#RESUMED}). An agent whose clock is ahead does not take the
 * others along: no packet counts for more than the time it was received. What is read again after a
 * failure ({@link ReplayTracker}) is neither silence nor idle.
 */
public final class LiveWatermarks implements WatermarkGenerator<HepPacket> {

    /**
     * When nothing follows, on {@link GracefulStop} or at the end of files, the watermark goes this
     * far past the last packet.
     */
    public static final long LAST_STEP_MS = 1000;

    /**
     * From the end of idleness to the first watermark. It takes all operators some time to know
     * that an input is no longer idle; those that know of one of their inputs only do not wait for
     * the others, and what comes by these is late.
     */
    private static final long AWAKE_NANOS = 1_000_000_000;

    private final boolean alone;
    private final long outOfOrdernessMs;
    private final LongSupplier nanos;
    private final ReceivedTime time;
    private long lastArrivalNanos;
    private boolean idle;
    private long awakeNanos = Long.MIN_VALUE;

    LiveWatermarks(
            Duration outOfOrderness, boolean alone, SmallestDelay delay, LongSupplier nanos) {
        this.alone = alone;
        this.outOfOrdernessMs = outOfOrderness.toMillis();
        this.nanos = nanos;
        this.time = new ReceivedTime(delay);
    }

    /**
     * @param alone whether there is no other input, and so nobody to be held back: it is never idle
     */
    public static WatermarkStrategy<HepPacket> strategy(Duration outOfOrderness, boolean alone) {
        String job = UUID.randomUUID().toString();
        // the activity clock stands still while the job pushes back: then silence is ours
        return context ->
                new LiveWatermarks(
                        outOfOrderness,
                        alone,
                        SmallestDelay.shared(job),
                        context.getInputActivityClock()::relativeTimeNanos);
    }

    @Override
    public void onEvent(HepPacket packet, long timestampMs, WatermarkOutput output) {
        if (time.saw(packet)) {
            lastArrivalNanos = nanos.getAsLong();
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        boolean readingAgain = ReplayTracker.any();
        if (!time.hasBegun()) {
            if (!readingAgain && !alone) {
                idle = true;
                output.markIdle();
            }
            return;
        }
        if (idle) {
            idle = false;
            awakeNanos = nanos.getAsLong() + AWAKE_NANOS;
            output.markActive();
        }
        if (nanos.getAsLong() < awakeNanos) {
            return;
        }
        if (GracefulStop.done()) {
            output.emitWatermark(new Watermark(time.lastTurn() / 1000 + LAST_STEP_MS));
            return;
        }
        long silentMicros = readingAgain ? 0 : (nanos.getAsLong() - lastArrivalNanos) / 1000;
        output.emitWatermark(new Watermark(time.now(silentMicros) / 1000 - outOfOrdernessMs - 1));
    }
}
