package io.siphon.udf.order;

/**
 * Deadlines and timers at whole seconds. What happens within a second is released at its last
 * millisecond, deadlines fall on its first: the two never share a timer, and both lie in the second
 * they tell of, so that windows of whole seconds take either in time.
 */
public final class Seconds {

    private static final long MICROS = 1_000_000;

    /** The last millisecond of the second that holds {@code micros}, epoch ms. */
    public static long endOf(long micros) {
        return Math.floorDiv(micros, MICROS) * 1000 + 999;
    }

    /** The last millisecond of the second that holds {@code millis}, epoch ms. */
    static long ofMillis(long millis) {
        return Math.floorDiv(millis, 1000) * 1000 + 999;
    }

    /** The first full second not before {@code micros}, epoch ms. */
    public static long notBefore(long micros) {
        return -Math.floorDiv(-micros, MICROS) * 1000;
    }

    private Seconds() {}
}
