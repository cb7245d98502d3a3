package io.siphon.job.sink.notify;

import io.siphon.job.sink.notify.Receiver.PartlyRefusedException;
import io.siphon.job.sink.notify.Receiver.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What waits for one receiver, and the thread that sends it, in order. The job never waits for it:
 * beyond the bound the oldest is dropped, counted, and {@link DeliveryLog#failed} is called. What
 * waits is in every checkpoint; what was delivered is in the log, so that a restart repeats
 * nothing.
 */
final class ReceiverQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverQueue.class);

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    /**
     * How it is tried.
     *
     * @param most notifications that may wait
     * @param firstDelay before the second try; twice as long before each further one
     * @param maxDelay at most
     * @param giveUpAfter from the first try; then it is dropped
     */
    record Limits(int most, Duration firstDelay, Duration maxDelay, Duration giveUpAfter)
            implements java.io.Serializable {}

    private final Receiver receiver;
    private final Limits limits;
    private final DeliveryLog log;
    private final NotifyCounters counters;
    private final LongSupplier clock;
    private final Thread thread;

    // guarded by this
    private final Deque<Notification> waiting = new ArrayDeque<>();
    private int droppedForRoom;
    private boolean closed;

    ReceiverQueue(
            Receiver receiver,
            Limits limits,
            DeliveryLog log,
            NotifyCounters counters,
            LongSupplier clock,
            ClassLoader loader) {
        this.receiver = receiver;
        this.limits = limits;
        this.log = log;
        this.counters = counters;
        this.clock = clock;
        thread = new Thread(this::run, "notify " + receiver.name());
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    Receiver receiver() {
        return receiver;
    }

    /** Never waits. */
    void add(Notification notification) {
        Notification dropped = null;
        synchronized (this) {
            if (waiting.stream().anyMatch(other -> other.key().equals(notification.key()))) {
                return;
            }
            if (waiting.size() >= limits.most()) {
                dropped = waiting.pollFirst();
                droppedForRoom++;
            }
            waiting.addLast(notification);
            notifyAll();
        }
        if (dropped != null) {
            counters.dropped();
            LOG.warn("{} was dropped: {} others wait", dropped, limits.most());
        }
    }

    /** What has to be sent after a restart. */
    synchronized List<Notification> waiting() {
        return new ArrayList<>(waiting);
    }

    /** Returns when nothing waits, or the time is over. */
    synchronized void await(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!waiting.isEmpty() && !closed) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private void run() {
        try {
            for (Notification next = next(null); next != null; next = next(next)) {
                deliver(next);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Forgets the one before, and waits for another; null when closed. */
    private synchronized Notification next(Notification done) throws InterruptedException {
        if (done != null) {
            waiting.removeFirstOccurrence(done);
            notifyAll();
        }
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : waiting.peekFirst();
    }

    private void deliver(Notification notification) throws InterruptedException {
        if (log.isDelivered(notification)) {
            return;
        }
        Duration delay = limits.firstDelay();
        boolean warned = false;
        while (isWaiting(notification)) {
            reportDrops();
            try {
                receiver.send(notification);
                counters.sent();
                log.delivered(notification);
                return;
            } catch (PartlyRefusedException e) {
                counters.sent();
                log.delivered(notification);
                giveUp(notification, "refused by some: " + e.getMessage());
                return;
            } catch (RefusedException e) {
                giveUp(notification, "refused: " + e.getMessage());
                return;
            } catch (IOException | UncheckedIOException e) {
                counters.retried();
                String why = String.valueOf(e.getMessage());
                if (clock.getAsLong() - notification.sinceMillis()
                        >= limits.giveUpAfter().toMillis()) {
                    giveUp(notification, why);
                    return;
                }
                if (!warned) {
                    warned = true;
                    LOG.warn("{}: receiver unavailable, retrying: {}", notification, why);
                }
            }
            pause(delay);
            delay = delay.multipliedBy(2);
            delay = delay.compareTo(limits.maxDelay()) < 0 ? delay : limits.maxDelay();
        }
    }

    private void giveUp(Notification notification, String why) {
        counters.dropped();
        LOG.warn("{} was dropped: {}", notification, why);
        log.failed(receiver.name(), 1, why);
    }

    /** By the thread that may wait for a database. */
    private void reportDrops() {
        int dropped;
        synchronized (this) {
            dropped = droppedForRoom;
            droppedForRoom = 0;
        }
        if (dropped > 0) {
            log.failed(receiver.name(), dropped, "more than " + limits.most() + " wait");
        }
    }

    private synchronized boolean isWaiting(Notification notification) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        return waiting.contains(notification);
    }

    private synchronized void pause(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        while (!closed) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            wait(left);
        }
        throw new InterruptedException("closed");
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.join(Duration.ofSeconds(1).toMillis());
        // a receiver that hangs; the embedded database is asked by others, and not interrupted
        if (thread.isAlive() && !log.isBusy()) {
            thread.interrupt();
        }
        thread.join(PATIENCE_AT_CLOSE.toMillis());
    }
}
