package io.siphon.sources;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A clean end for a job that runs in this JVM: open sockets hand over what the kernel still holds
 * and close, and the job then stops with a savepoint, so that all that was received is stored.
 * Flink's own stop does not ask a source for what it has queued.
 */
public final class GracefulStop {

    private static final Map<Object, BooleanSupplier> OPEN = new ConcurrentHashMap<>();
    private static volatile boolean requested;
    private static volatile Runnable wakeUp = () -> {};

    private GracefulStop() {}

    /** Asks every live input to hand over and close; {@link #done} completes when they have. */
    public static void request() {
        requested = true;
        wakeUp.run();
    }

    /** Called on a request: wakes up an input that waits. */
    public static void onRequest(Runnable wake) {
        wakeUp = wake;
    }

    public static boolean requested() {
        return requested;
    }

    /** Whether, after a request, all inputs have closed and all they received went into the job. */
    public static boolean done() {
        return requested && OPEN.values().stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    /** Forgets a request: for the next job in the same JVM. */
    public static void reset() {
        requested = false;
        wakeUp = () -> {};
    }

    /**
     * @param drained whether this input is closed and has handed over everything
     */
    public static void opened(Object input, BooleanSupplier drained) {
        OPEN.put(input, drained);
    }

    public static void closed(Object input) {
        OPEN.remove(input);
    }
}
