package io.siphon.bench.generate;

import java.util.concurrent.locks.LockSupport;

/** Keeps to a timetable: waits until the moment that is so many µs after the start. */
public final class Pace {

    /** Sleeping is not exact: the last stretch is spun. */
    private static final long SPIN_NANOS = 60_000;

    private final long startNanos = System.nanoTime();
    private final double speed;

    /**
     * @param speed 1 as planned, 2 twice as fast; 0 does not wait at all
     */
    public Pace(double speed) {
        this.speed = speed;
    }

    public void await(long micros) {
        if (speed == 0) {
            return;
        }
        long due = startNanos + (long) (micros * 1000 / speed);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
