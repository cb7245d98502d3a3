package io.siphon.job.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Fills one batch while a thread of its own delivers the one before. When both are full, {@link
 * #write} waits, and with it everything upstream. Nothing is ever dropped: {@link #flush} returns
 * when all that was written is stored or quarantined.
 */
final class BatchWriter<T, B extends Batch<T>> implements SinkWriter<T> {

    private final BatchOptions options;
    private final BatchTarget<B> target;
    private final RetryingSender<B> delivery;
    private final ProcessingTimeService timers;
    private final Consumer<Throwable> onFailure;
    private final Duration patience;
    private final Thread thread;
    private final Object lock = new Object();

    // All below are guarded by the lock.
    private B filling;
    private long fillingBytes;
    private boolean due;
    private boolean timerSet;
    private B inFlight;
    private B spare;
    private Throwable failure;
    private boolean closed;

    /**
     * @param name names the thread and the log lines
     * @param onFailure called by the delivering thread when the job has to fail
     * @param patience how long {@link #close} lets a write come to its end
     */
    BatchWriter(
            String name,
            BatchOptions options,
            BatchTarget<B> target,
            ProcessingTimeService timers,
            BatchMetrics metrics,
            ClassLoader loader,
            Consumer<Throwable> onFailure,
            Duration patience) {
        this.options = options;
        this.target = target;
        filling = target.batch();
        spare = target.batch();
        this.timers = timers;
        this.onFailure = onFailure;
        this.patience = patience;
        delivery =
                new RetryingSender<>(name, target, options.maxRetryDelay(), this::pause, metrics);
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    @Override
    public void write(T row, Context context) throws IOException, InterruptedException {
        boolean setTimer = false;
        synchronized (lock) {
            while (isFull() && failure == null) {
                lock.wait();
            }
            checkFailure();
            filling.add(row);
            fillingBytes += filling.bytes(filling.size() - 1);
            if (isFull() && inFlight == null) {
                handOver();
            } else if (!timerSet) {
                timerSet = true;
                setTimer = true;
            }
        }
        if (setTimer) {
            timers.registerTimer(
                    timers.getCurrentProcessingTime() + options.interval().toMillis(),
                    this::onTimer);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        synchronized (lock) {
            while (failure == null && (inFlight != null || filling.size() > 0)) {
                if (inFlight == null) {
                    handOver();
                } else {
                    due = true;
                }
                lock.wait();
            }
            checkFailure();
        }
        try {
            // Nothing is in flight, and only this thread can change that.
            delivery.sync();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), FlatFailure.of(e));
        }
    }

    @Override
    public void close() throws Exception {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            // No interrupt: it would close the files of an embedded database under all its users.
            thread.join(patience.toMillis());
            if (thread.isAlive()) {
                target.abort();
                thread.join(patience.toMillis());
            }
        } finally {
            target.close();
        }
    }

    private void onTimer(long time) {
        synchronized (lock) {
            timerSet = false;
            if (filling.size() == 0) {
                return;
            }
            if (inFlight == null) {
                handOver();
            } else {
                due = true;
            }
        }
    }

    private void run() {
        try {
            for (B batch = next(null); batch != null; batch = next(batch)) {
                delivery.deliver(batch);
            }
        } catch (InterruptedException e) {
            // Closed while waiting for an unavailable store.
        } catch (Throwable e) {
            Throwable flat = FlatFailure.of(e);
            synchronized (lock) {
                if (closed) {
                    return;
                }
                failure = flat;
                lock.notifyAll();
            }
            onFailure.accept(flat);
        }
    }

    /** Waits for a batch; null when closed. */
    private B next(B delivered) throws InterruptedException {
        synchronized (lock) {
            if (delivered != null) {
                delivered.clear();
                spare = delivered;
                inFlight = null;
                if (isFull() || (due && filling.size() > 0)) {
                    handOver();
                }
                lock.notifyAll();
            }
            while (inFlight == null && !closed) {
                lock.wait();
            }
            return closed ? null : inFlight;
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        synchronized (lock) {
            while (!closed) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return;
                }
                lock.wait(left);
            }
        }
        throw new InterruptedException("closed");
    }

    private boolean isFull() {
        return filling.size() >= options.rows() || fillingBytes >= options.bytes();
    }

    private void handOver() {
        inFlight = filling;
        filling = spare;
        spare = null;
        fillingBytes = 0;
        due = false;
        lock.notifyAll();
    }

    private void checkFailure() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }
}
