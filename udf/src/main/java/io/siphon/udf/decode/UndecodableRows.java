package io.siphon.udf.decode;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits the rows of undecodable messages per second, for one source and for all together, by the
 * time of receipt, so that a replay keeps the same rows. Bounded itself: it knows the last few
 * seconds, and no more sources than there may be rows.
 */
final class UndecodableRows {

    /** Partitions of a topic are read in turns, some seconds apart. */
    private static final int SECONDS = 16;

    private static final class Second {
        private final Map<String, Integer> rows = new HashMap<>();
        private int all;
    }

    private final int maxOfSource;
    private final int max;
    private final TreeMap<Long, Second> seconds = new TreeMap<>();

    UndecodableRows(int maxOfSource, int max) {
        this.maxOfSource = maxOfSource;
        this.max = max;
    }

    /**
     * Whether there is room for one more.
     *
     * @param source address that sent it
     */
    boolean take(long receivedMicros, String source) {
        Second second = second(Math.floorDiv(receivedMicros, 1_000_000));
        int rows = second.rows.getOrDefault(source, 0);
        if (second.all >= max || rows >= maxOfSource) {
            return false;
        }
        second.rows.put(source, rows + 1);
        second.all++;
        return true;
    }

    private Second second(long number) {
        Second second = seconds.get(number);
        if (second != null) {
            return second;
        }
        if (seconds.size() == SECONDS) {
            if (number < seconds.firstKey()) {
                return seconds.firstEntry().getValue(); // so long ago that it is forgotten
            }
            seconds.pollFirstEntry();
        }
        second = new Second();
        seconds.put(number, second);
        return second;
    }
}
