package io.siphon.sources.clock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The smallest distance from an agent's time to receipt in spans of receipt, one after the other:
 * transport only adds, so the smallest is what the clock is off by. Where two spans agree it is a
 * clock's; where the second is smaller a backlog catches up.
 */
final class DistanceWindow {

    static final long NONE = Long.MIN_VALUE;

    /** µs of receipt. */
    static final long SPAN = 10_000_000;

    static final int FEWEST = 3;

    /** Two spans differ by less while a clock goes as fast as it should, within 1 %; µs. */
    private static final long STEADY = 100_000;

    private static final long LEAST_NOISE = 1_000;
    private static final long MOST_NOISE = 100_000;

    private long began;
    private long count;
    private long sum;
    private long first;
    private long smallest;
    private long before = NONE;
    private long noise = LEAST_NOISE;

    /**
     * @param distance receipt less the agent's time, µs
     * @param received epoch µs
     * @return the smaller of two spans that agree, when the second has ended; else {@link #NONE}
     */
    long add(long distance, long received) {
        long agreed = NONE;
        if (count >= FEWEST && received - began >= SPAN) {
            if (before != NONE && Math.abs(smallest - before) <= STEADY) {
                agreed = Math.min(smallest, before);
            }
            before = smallest;
            noise = Math.max(LEAST_NOISE, Math.min(MOST_NOISE, first + sum / count - smallest));
            count = 0;
        }
        if (count == 0) {
            began = received;
            first = distance;
            smallest = distance;
            sum = 0;
        }
        count++;
        sum += distance - first;
        smallest = Math.min(smallest, distance);
        return agreed;
    }

    /** A difference of two smallest distances that means nothing, µs. */
    long noise() {
        return noise;
    }

    void clear() {
        count = 0;
        before = NONE;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(began);
        out.writeLong(count);
        out.writeLong(sum);
        out.writeLong(first);
        out.writeLong(smallest);
        out.writeLong(before);
        out.writeLong(noise);
    }

    void read(DataInput in) throws IOException {
        began = in.readLong();
        count = in.readLong();
        sum = in.readLong();
        first = in.readLong();
        smallest = in.readLong();
        before = in.readLong();
        noise = in.readLong();
    }
}
