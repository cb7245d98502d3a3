package io.siphon.job.testutils;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition, never for a time. */
public final class Await {

    private static final Duration POLL = Duration.ofMillis(20);

    private Await() {}

    /**
     * Polls until the value is as wanted, and returns it.
     *
     * @param what names the value in the failure message
     */
    public static <T> T until(
            String what, Duration patience, Callable<T> value, Predicate<? super T> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            T now = read(what, value);
            if (wanted.test(now)) {
                return now;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        what + ": still " + now + " after " + patience.toMillis() + " ms");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Polls until the value is as wanted, however long that takes while it changes. */
    public static <T> T reached(
            String what, Duration patience, Callable<T> value, Predicate<? super T> wanted) {
        T last = read(what, value);
        long since = System.nanoTime();
        while (!wanted.test(last)) {
            LockSupport.parkNanos(POLL.toNanos());
            T now = read(what, value);
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience.toNanos()) {
                throw new AssertionError(
                        what + ": " + now + " for " + patience.toMillis() + " ms now");
            }
        }
        return last;
    }

    /** Polls until the value has not changed for {@code quiet}, and returns it. */
    public static <T> T settled(String what, Duration quiet, Duration patience, Callable<T> value) {
        long end = System.nanoTime() + patience.toNanos();
        T last = read(what, value);
        long since = System.nanoTime();
        while (System.nanoTime() - since < quiet.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
            T now = read(what, value);
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": still changing, now " + now);
            }
        }
        return last;
    }

    private static <T> T read(String what, Callable<T> value) {
        try {
            return value.call();
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
