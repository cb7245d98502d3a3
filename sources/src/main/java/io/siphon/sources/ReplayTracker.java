package io.siphon.sources;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Live inputs of this JVM that first read what was received before a failure. Meanwhile none is
 * idle, and silence is only slowness: watermarks go with the packets' time alone, so that nothing
 * is late for having been read again.
 */
public final class ReplayTracker {

    private static final Map<Object, BooleanSupplier> READING = new ConcurrentHashMap<>();

    private ReplayTracker() {}

    /** Whether any input is not yet back at what is being received. */
    public static boolean any() {
        if (READING.isEmpty()) {
            return false;
        }
        READING.values().removeIf(reading -> !reading.getAsBoolean());
        return !READING.isEmpty();
    }

    /**
     * @param reading asked until it is no longer so
     */
    public static void begin(Object input, BooleanSupplier reading) {
        READING.put(input, reading);
    }

    public static void end(Object input) {
        READING.remove(input);
    }
}
