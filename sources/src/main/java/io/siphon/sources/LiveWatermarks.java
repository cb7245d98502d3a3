package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watermarks of a live input: the packets' time less the out-of-orderness. While the input is
 * silent they go on with the wall clock, so that the last windows close and time-outs come; an
 * input that never had a packet is idle and holds nobody back. An agent whose clock is ahead does
 * not take the others along: no packet counts for more than the time it was received. What is read
 * again after a failure ({@link Backlog}) is neither silence nor idle.
 */
public final class LiveWatermarks implements WatermarkGenerator<HepPacket> {

    /** Silence that is taken for silence, rather than for the next packet being on its way. */
    static final Duration SILENCE = Duration.ofMillis(1500);

    /** On {@link Draining} the watermark goes this far past the last packet: nothing follows it. */
    private static final long LAST_STEP_MS = 1000;

    private final long outOfOrdernessMs;
    private final LongSupplier nanos;

    private long maxMs = Long.MIN_VALUE;
    private long lastArrivalNanos;

    LiveWatermarks(Duration outOfOrderness, LongSupplier nanos) {
        this.outOfOrdernessMs = outOfOrderness.toMillis();
        this.nanos = nanos;
    }

    public static WatermarkStrategy<HepPacket> strategy(Duration outOfOrderness) {
        // the activity clock stands still while the job pushes back: then silence is ours
        return context ->
                new LiveWatermarks(
                        outOfOrderness, context.getInputActivityClock()::relativeTimeNanos);
    }

    @Override
    public void onEvent(HepPacket packet, long timestampMs, WatermarkOutput output) {
        if (HepProtocol.isOfSiphon(packet.protocol())) {
            return; // agents may have more to tell of the time before
        }
        maxMs = Math.max(maxMs, Math.min(packet.timeMicros(), packet.receivedMicros()) / 1000);
        lastArrivalNanos = nanos.getAsLong();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        boolean readingAgain = Backlog.any();
        if (maxMs == Long.MIN_VALUE) {
            if (!readingAgain) {
                output.markIdle();
            }
            return;
        }
        if (Draining.done()) {
            output.emitWatermark(new Watermark(maxMs + LAST_STEP_MS));
            return;
        }
        long silentMs = (nanos.getAsLong() - lastArrivalNanos) / 1_000_000;
        long goneOnMs = silentMs > SILENCE.toMillis() && !readingAgain ? silentMs : 0;
        output.emitWatermark(new Watermark(maxMs + goneOnMs - outOfOrdernessMs - 1));
    }
}
