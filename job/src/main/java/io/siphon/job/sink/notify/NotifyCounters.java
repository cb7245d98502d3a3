package io.siphon.job.sink.notify;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/**
 * Metrics: {@code notificationsSent}, {@code notificationsDropped}, {@code notificationRetries},
 * {@code notificationsTooOld}.
 */
final class NotifyCounters {

    private final Counter sent;
    private final Counter dropped;
    private final Counter retries;
    private final Counter tooOld;

    NotifyCounters(MetricGroup metrics) {
        sent = metrics.counter("notificationsSent", new ThreadSafeSimpleCounter());
        dropped = metrics.counter("notificationsDropped", new ThreadSafeSimpleCounter());
        retries = metrics.counter("notificationRetries", new ThreadSafeSimpleCounter());
        tooOld = metrics.counter("notificationsTooOld", new ThreadSafeSimpleCounter());
    }

    void sent() {
        sent.inc();
    }

    void dropped() {
        dropped.inc();
    }

    void retried() {
        retries.inc();
    }

    void tooOld() {
        tooOld.inc();
    }

    long allSent() {
        return sent.getCount();
    }

    long allDropped() {
        return dropped.getCount();
    }
}
