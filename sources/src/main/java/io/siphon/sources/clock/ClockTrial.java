package io.siphon.sources.clock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The first second of times that do not fit what is known of a clock. A backlog catches up: its
 * times go faster than those of receipt, to the end of the trial. A wrong clock keeps its distance.
 */
final class ClockTrial {

    /** µs of receipt. */
    static final long LENGTH = 1_000_000;

    /** A distance that has shrunk by this within a trial is one that shrinks, µs. */
    private static final long CATCHING_UP = 500_000;

    private static final long FALL = 100_000;

    /** Times that went so many times faster than receipt were sent at once. */
    private static final long BURST = 4;

    /** Agents with several processes send slightly out of turn, µs. */
    private static final long OVERTAKING = 100_000;

    /** For so long a busy machine may keep a reader from reading, µs. */
    private static final long PAUSE = 2_000_000;

    private final long began;
    private final long first;
    private long smallest;
    private long lastFall;
    private long fellAt;
    private long last;
    private boolean disproved;

    /**
     * @param began receipt of the first packet, epoch µs
     * @param first its distance, see {@link #add}
     */
    ClockTrial(long began, long first) {
        this.began = began;
        this.first = first;
        smallest = first;
        lastFall = first;
        fellAt = began;
        last = began;
    }

    /**
     * @param distance receipt less the agent's time, µs
     * @param received epoch µs
     */
    void add(long distance, long received) {
        last = received;
        smallest = Math.min(smallest, distance);
        if (distance <= lastFall - FALL) {
            lastFall = distance;
            fellAt = received;
        }
    }

    /**
     * The agent has sent a time that fits. One that was overtaken by those under trial is in time
     * by the clock that was; a backlog's shows at once that they are of it, too.
     */
    void disprove(long received, boolean ofBacklog) {
        disproved |= ofBacklog || received > began + OVERTAKING;
    }

    /** Whether the clock goes on as it was known, and what is under trial is a stray. */
    boolean isDisproved() {
        return disproved;
    }

    boolean isDue(long received) {
        return disproved || received >= began + LENGTH;
    }

    /** Whether times went faster than receipt: to the end, or so much that no step explains it. */
    boolean isCatchingUp() {
        long fall = first - smallest;
        long length = last - began;
        return fall > CATCHING_UP && (last - fellAt <= length / 2 || fall > BURST * length);
    }

    /**
     * Whether all of it came at once, so late that a reader that was kept from reading explains it.
     */
    boolean isExplainedByAPause() {
        return last - began <= OVERTAKING && smallest > 0 && smallest <= PAUSE;
    }

    long smallest() {
        return smallest;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(began);
        out.writeLong(first);
        out.writeLong(smallest);
        out.writeLong(lastFall);
        out.writeLong(fellAt);
        out.writeLong(last);
        out.writeBoolean(disproved);
    }

    static ClockTrial read(DataInput in) throws IOException {
        ClockTrial trial = new ClockTrial(in.readLong(), in.readLong());
        trial.smallest = in.readLong();
        trial.lastFall = in.readLong();
        trial.fellAt = in.readLong();
        trial.last = in.readLong();
        trial.disproved = in.readBoolean();
        return trial;
    }
}
