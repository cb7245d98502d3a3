package io.siphon.job.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for Ctrl-C or the end of the job, and prints its status line meanwhile. */
public final class StopSignal {

    private static final long POLL_MS = 200;

    private final EmbeddedJob job;
    private final TerminalLine line = TerminalLine.ofStandardOutput();
    private final CountDownLatch stopped = new CountDownLatch(1);

    public StopSignal(EmbeddedJob job) {
        this.job = job;
        StopSignals.handle(this::stop);
    }

    /**
     * Returns when it is to be stopped, or has come to its end.
     *
     * @return whether it is to be stopped
     * @throws Exception why the job failed
     */
    public boolean await(Supplier<String> status) throws Exception {
        long next = System.nanoTime() + line.interval().toNanos();
        while (!stopped.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            boolean running = running();
            if (!running || System.nanoTime() >= next) {
                line.print(status.get());
                next = System.nanoTime() + line.interval().toNanos();
            }
            if (!running) {
                line.end();
                if (job.succeeded()) {
                    return false;
                }
                throw job.failure();
            }
        }
        return true;
    }

    private boolean running() {
        try {
            return job.running();
        } catch (JobDeadException e) {
            line.end();
            throw e;
        }
    }

    /**
     * Stops it with all that it has.
     *
     * @param waiting is said when that takes longer than a moment
     * @param givenUp is what has happened when it takes too long
     */
    public void end(String status, String waiting, String givenUp) throws Exception {
        line.print(status);
        line.end();
        try {
            job.stop(() -> System.out.println(waiting));
        } catch (TimeoutException e) {
            throw new IllegalStateException(givenUp, e);
        }
    }

    /** A second signal does not wait. */
    private void stop(int signal) {
        if (stopped.getCount() == 0) {
            Runtime.getRuntime().halt(128 + signal);
        }
        stopped.countDown();
    }
}
