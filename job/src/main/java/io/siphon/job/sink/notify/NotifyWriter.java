package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;

import org.apache.flink.api.connector.sink2.StatefulSinkWriter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/** Hands changes of alerts to the queues of the receivers. */
final class NotifyWriter implements StatefulSinkWriter<Alert, Notification> {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyWriter.class);

    /** Where no checkpoint follows, receivers get a moment. */
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(30);

    private final List<ReceiverQueue> queues;
    private final AlertText text;
    private final Duration maxAge;
    private final NotifyCounters counters;
    private final LongSupplier clock;

    NotifyWriter(
            List<ReceiverQueue> queues,
            AlertText text,
            Duration maxAge,
            NotifyCounters counters,
            LongSupplier clock) {
        this.queues = queues;
        this.text = text;
        this.maxAge = maxAge;
        this.counters = counters;
        this.clock = clock;
    }

    void restore(Collection<Notification> recovered) {
        for (Notification notification : recovered) {
            ReceiverQueue queue =
                    queues.stream()
                            .filter(q -> q.receiver().name().equals(notification.receiver()))
                            .findFirst()
                            .orElse(null);
            if (queue == null) {
                counters.dropped();
                LOG.warn("{} was dropped: there is no such receiver any more", notification);
            } else {
                queue.add(notification);
            }
        }
    }

    /** Whether people want to know: not of an update, and not of what was suppressed all along. */
    static boolean isSent(Alert alert) {
        return alert.change() && alert.state().isSent() && alert.suppressedBy().isEmpty();
    }

    @Override
    public void write(Alert alert, Context context) {
        if (!isSent(alert)) {
            return;
        }
        long now = clock.getAsLong();
        // a silence of hours opens at its beginning, and is news all the same
        long known = Math.max(alert.changedAt(), alert.lastAt()) / 1000;
        if (now - known > maxAge.toMillis()) {
            counters.tooOld();
            return;
        }
        String key = text.key(alert);
        for (ReceiverQueue queue : queues) {
            Receiver receiver = queue.receiver();
            queue.add(new Notification(receiver.name(), key, receiver.body(alert, text), now));
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        if (endOfInput) {
            for (ReceiverQueue queue : queues) {
                queue.await(PATIENCE_AT_END);
            }
        }
    }

    @Override
    public List<Notification> snapshotState(long checkpointId) {
        List<Notification> waiting = new ArrayList<>();
        queues.forEach(queue -> waiting.addAll(queue.waiting()));
        return waiting;
    }

    @Override
    public void close() throws Exception {
        for (ReceiverQueue queue : queues) {
            queue.close();
        }
    }
}
