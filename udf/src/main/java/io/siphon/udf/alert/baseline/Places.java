package io.siphon.udf.alert.baseline;

import java.util.HashMap;
import java.util.Map;

/**
 * How much of a bound the keys of a subtask take. It is no state: after a restore each key counts
 * again from its first turn on, which is within a step.
 */
final class Places {

    private final long most;
    private final Map<String, Integer> taken = new HashMap<>();
    private long sum;

    Places(long most) {
        this.most = most;
    }

    /** Whether a new key may come. */
    boolean isFull() {
        return sum >= most;
    }

    void take(String key, int places) {
        Integer before = taken.put(key, places);
        sum += places - (before == null ? 0 : before);
    }

    void free(String key) {
        Integer before = taken.remove(key);
        sum -= before == null ? 0 : before;
    }

    long sum() {
        return sum;
    }
}
