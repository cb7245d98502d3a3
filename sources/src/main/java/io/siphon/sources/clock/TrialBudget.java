package io.siphon.sources.clock;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many trials the agents of one address may begin: {@value #BURST} at once, and one a minute
 * after that. Each trial delays its reader by up to a second, and names cost a sender nothing.
 */
final class TrialBudget {

    /** As many agents behind one address as may have wrong clocks when the reader starts. */
    static final int BURST = 128;

    /** µs of receipt. */
    static final long REFILL = 60_000_000;

    /** Addresses that have used some of theirs; others must wait until one has all of it again. */
    private static final int ADDRESSES = 1_000;

    /** When an address has all of its budget again, epoch µs of receipt. */
    private final Map<String, Long> fullAt = new HashMap<>();

    private long lookedAt = Long.MIN_VALUE;

    /**
     * Takes one trial.
     *
     * @param received epoch µs
     * @return false when there is none left
     */
    boolean take(String address, long received) {
        long full = Math.max(received, fullAt.getOrDefault(address, received));
        if (full - received > (BURST - 1) * REFILL || !hasPlace(address, received)) {
            return false;
        }
        fullAt.put(address, full + REFILL);
        return true;
    }

    private boolean hasPlace(String address, long received) {
        if (fullAt.size() >= ADDRESSES && !fullAt.containsKey(address)) {
            if (lookedAt == received) {
                return false;
            }
            lookedAt = received;
            fullAt.values().removeIf(full -> full <= received);
        }
        return fullAt.size() < ADDRESSES || fullAt.containsKey(address);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(fullAt.size());
        for (Map.Entry<String, Long> one : fullAt.entrySet()) {
            out.writeUTF(one.getKey());
            out.writeLong(one.getValue());
        }
    }

    /** Of an address that is known already, the one that has less left. */
    void read(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            fullAt.merge(in.readUTF(), in.readLong(), Math::max);
        }
    }
}
