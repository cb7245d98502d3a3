package io.siphon.job.sink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Delivers a batch: retries while the store is unavailable, and halves a refused batch until only
 * the refused rows are left, which it quarantines.
 */
final class RetryingSender<B extends Batch<?>> {

    /** Waits; a fake one in tests. */
    interface Pause {
        /**
         * @throws InterruptedException when the writer is closed meanwhile
         */
        void pause(Duration duration) throws InterruptedException;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    static final Duration FIRST_DELAY = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSender.class);

    private final String name;
    private final BatchTarget<B> target;
    private final Duration maxDelay;
    private final Pause pause;
    private final BatchMetrics metrics;

    /**
     * @param name for the log: what is stored where
     */
    RetryingSender(
            String name,
            BatchTarget<B> target,
            Duration maxDelay,
            Pause pause,
            BatchMetrics metrics) {
        this.name = name;
        this.target = target;
        this.maxDelay = maxDelay;
        this.pause = pause;
        this.metrics = metrics;
    }

    /**
     * Returns when each row is stored or quarantined.
     *
     * @throws InterruptedException when the writer is closed meanwhile
     * @throws Exception when the store fails in a way that neither waiting nor leaving rows out
     *     mends
     */
    void deliver(B rows) throws Exception {
        deliver(rows, 0, rows.size());
    }

    /**
     * Returns when what was delivered outlives this process.
     *
     * @throws InterruptedException when the writer is closed meanwhile
     * @throws Exception when some of it is gone
     */
    void sync() throws Exception {
        insist(target::sync, 0);
    }

    private void deliver(B rows, int from, int to) throws Exception {
        try {
            long start = System.nanoTime();
            insist(() -> target.write(rows, from, to), to - from);
            metrics.sendMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            metrics.sent.inc(to - from);
            for (int row = from; row < to; row++) {
                metrics.bytes.inc(rows.bytes(row));
            }
        } catch (RowRefusedException refused) {
            if (to - from == 1) {
                quarantine(rows, from, refused);
            } else {
                int half = (from + to) / 2;
                deliver(rows, from, half);
                deliver(rows, half, to);
            }
        }
    }

    private void quarantine(B rows, int row, RowRefusedException refused) throws Exception {
        metrics.errors.inc();
        metrics.quarantined.inc();
        try {
            insist(() -> target.quarantine(rows, row, refused), 1);
        } catch (InterruptedException | StoreBrokenException e) {
            throw e;
        } catch (Exception e) {
            LOG.error(
                    "{}: a refused row is lost, quarantine failed: {}",
                    name,
                    rows.describe(row),
                    e);
        }
    }

    private void insist(Attempt attempt, int rows) throws Exception {
        Duration delay = FIRST_DELAY;
        int failures = 0;
        while (true) {
            try {
                attempt.run();
                break;
            } catch (StoreAwayException away) {
                metrics.retries.inc();
                failures++;
                // A deadlock or a stale connection is over at the second try, and no news.
                if (failures == 2) {
                    metrics.waiting = rows;
                    LOG.warn(
                            "{}: store unavailable, retrying: {}; {} rows waiting",
                            name,
                            away.getMessage(),
                            rows);
                }
                pause.pause(delay.compareTo(maxDelay) < 0 ? delay : maxDelay);
                delay = delay.compareTo(maxDelay) < 0 ? delay.multipliedBy(2) : maxDelay;
            }
        }
        if (failures >= 2) {
            metrics.waiting = 0;
            LOG.info("{}: store available again after {} tries", name, failures);
        }
    }
}
