package io.siphon.sources.kafka;

import io.siphon.sources.LiveWatermarks;
import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Watermarks of one partition: the smallest that its captures have told ({@link EmbedWatermarks}).
 * They are part of the topic, so that it makes no difference when it is read, how quickly, and
 * whether brokers or this job were down meanwhile. A capture that falls behind the others for
 * longer than the patience is waited for no more; its packets are late when they come.
 *
 * <p>Until a partition has told any, as when other tools write the topic, its packets are taken as
 * live ones: {@link LiveWatermarks}. One without any record is waited for as long as for a capture.
 */
public final class TopicWatermarks implements WatermarkGenerator<HepPacket> {

    /** How far one partition may be read ahead of another: the difference waits in state. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    /** A time of receipt this far in the future is an error, and is ignored. */
    private static final Duration MOST_IN_FUTURE = Duration.ofDays(1);

    private final long patienceMs;
    private final WatermarkGenerator<HepPacket> guess;
    private final RelativeClock clock;
    private final LongSupplier wallMs;
    private final Map<String, Long> told = new HashMap<>();
    private final long sinceMs;
    private long newestMs = Long.MIN_VALUE;
    private boolean read;

    /**
     * @param clock that stands still while the job holds this partition back
     * @param wallMs epoch ms
     */
    TopicWatermarks(
            Duration patience,
            WatermarkGenerator<HepPacket> guess,
            RelativeClock clock,
            LongSupplier wallMs) {
        this.patienceMs = patience.toMillis();
        this.guess = guess;
        this.clock = clock;
        this.wallMs = wallMs;
        this.sinceMs = clock.relativeTimeMillis();
    }

    /**
     * @param outOfOrderness of packets in topics without watermark records
     * @param patience with a capture that has fallen silent, in event time, and with a partition
     *     that has no record yet
     */
    public static WatermarkStrategy<HepPacket> strategy(
            Duration outOfOrderness, Duration patience) {
        WatermarkStrategy<HepPacket> live = LiveWatermarks.strategy(outOfOrderness, false);
        WatermarkStrategy<HepPacket> strategy =
                context ->
                        new TopicWatermarks(
                                patience,
                                live.createWatermarkGenerator(context),
                                context.getInputActivityClock(),
                                System::currentTimeMillis);
        return strategy.withTimestampAssigner((packet, created) -> packet.orderMicros() / 1000)
                .withWatermarkAlignment("topic", MOST_AHEAD, Duration.ofMillis(100));
    }

    @Override
    public void onEvent(HepPacket packet, long timestampMs, WatermarkOutput output) {
        read = true;
        if (packet.receivedMicros() / 1000 - wallMs.getAsLong() > MOST_IN_FUTURE.toMillis()) {
            return; // any tool may write the header
        }
        if (WatermarkRecord.is(packet)) {
            long ms = packet.timeMicros() / 1000;
            newestMs = Math.max(newestMs, ms);
            told.merge(packet.node(), ms, Math::max);
            told.values().removeIf(mark -> mark < newestMs - patienceMs);
            told.values().stream()
                    .min(Long::compare)
                    .ifPresent(mark -> output.emitWatermark(new Watermark(mark)));
        } else if (told.isEmpty()) {
            guess.onEvent(packet, timestampMs, output);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // what has not been fetched yet is not idle: others must not run ahead of it
        boolean patient = !read && clock.relativeTimeMillis() - sinceMs < patienceMs;
        if (told.isEmpty() && !patient) {
            guess.onPeriodicEmit(output);
        }
    }
}
