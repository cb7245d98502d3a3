package io.siphon.sources;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

/**
 * Event time of an input, derived from received messages. It is the highest corrected time of a
 * packet ({@link HepPacket#correctedMicros}), and none counts for more than its receipt. Where that
 * has not kept up with the receipt of packets, old ones or such that tell no time, it goes on at
 * the pace of receipt, as far behind as the {@link SmallestDelay}; in silence the caller's clock
 * stands in for receipt.
 *
 * <p>Receipt, not the clock on the wall, is the measure: what waited in a journal or a topic was
 * received long ago, so that reading it again, quickly or slowly, makes none of it late.
 */
public final class ReceivedTime {

    /** Silence that is taken for silence, rather than for the next packet being on its way. */
    static final long SILENCE_MICROS = 1_500_000;

    private final SmallestDelay delay;
    private long highest = Long.MIN_VALUE;
    private long lastTurn = Long.MIN_VALUE;
    private long received = Long.MIN_VALUE;
    private long smallestSeen = Long.MAX_VALUE;

    public ReceivedTime() {
        this(new SmallestDelay());
    }

    ReceivedTime(SmallestDelay delay) {
        this.delay = delay;
    }

    /** Whether any packet has told a time yet. */
    public boolean hasBegun() {
        return highest != Long.MIN_VALUE;
    }

    /**
     * Takes a packet.
     *
     * @return whether it was received; a word of Siphon's own is not, and may come out of turn
     */
    public boolean saw(HepPacket packet) {
        if (HepProtocol.isOfSiphon(packet.protocol())) {
            return false; // agents may have more messages from before
        }
        received = packet.receivedMicros();
        if (packet.tellsTime()) {
            long time = Math.min(packet.correctedMicros(), received);
            highest = Math.max(highest, time);
            lastTurn = Math.max(lastTurn, Math.min(packet.orderMicros(), received));
            smallestSeen = Math.min(smallestSeen, received - time);
        }
        return true;
    }

    /**
     * The smallest of late from a packet's time to its receipt, µs; the highest number: not known.
     */
    public long delay() {
        long smallest = delay.with(smallestSeen, received);
        smallestSeen = Long.MAX_VALUE;
        return smallest;
    }

    /**
     * Takes over the delay of packets before a restore.
     *
     * @param micros see {@link #delay}
     */
    public void restoreDelay(long micros) {
        smallestSeen = Math.min(smallestSeen, micros);
    }

    /** The highest time of a packet, epoch µs, once it {@link #hasBegun}. */
    public long highest() {
        return highest;
    }

    /**
     * When the last turn of a packet is ({@link HepPacket#orderMicros}), epoch µs, once it {@link
     * #hasBegun}.
     */
    public long lastTurn() {
        return lastTurn;
    }

    /**
     * How far time has come, epoch µs, once it {@link #hasBegun}.
     *
     * @param silentMicros since the last packet; 0 when there may be others that were received
     */
    public long now(long silentMicros) {
        long now = received + (silentMicros > SILENCE_MICROS ? silentMicros : 0);
        long goneOn = now - delay.with(smallestSeen, now);
        smallestSeen = Long.MAX_VALUE;
        return goneOn - highest > SILENCE_MICROS ? goneOn : highest;
    }
}
