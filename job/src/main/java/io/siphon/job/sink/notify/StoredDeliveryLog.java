package io.siphon.job.sink.notify;

import io.siphon.job.sink.jdbc.DeliveryTable;
import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Severity;
import io.siphon.udf.alert.Detectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * In the SQL database, beside what this process remembers; without a database, the latter alone.
 * While the database is unavailable notifications go out all the same: an alert must not wait for
 * it, and its key tells a receiver what comes twice.
 *
 * <p>A dropped notification raises alert {@code notify_failed} about the receiver, which the next
 * delivery closes. Sinks are behind the job's streams, so it is in the table only.
 */
final class StoredDeliveryLog implements DeliveryLog {

    private static final Logger LOG = LoggerFactory.getLogger(StoredDeliveryLog.class);

    private static final int MOST_REMEMBERED = 10_000;

    @Nullable private final DeliveryTable table;
    private final boolean raises;
    private final Set<String> remembered = new LinkedHashSet<>();
    private final Map<String, Alert> open = new HashMap<>();
    private int busy;

    /**
     * @param raises whether {@code notify_failed} is on
     */
    StoredDeliveryLog(@Nullable DeliveryTable table, boolean raises) {
        this.table = table;
        this.raises = raises;
    }

    private interface Work {
        boolean run() throws IOException;
    }

    /** The embedded database suffers when a thread in it is interrupted. */
    private boolean ask(String failure, Work work) {
        if (table == null) {
            return false;
        }
        synchronized (this) {
            busy++;
        }
        try {
            return work.run();
        } catch (IOException e) {
            LOG.warn("{}: {}", failure, e.getMessage());
            return false;
        } finally {
            synchronized (this) {
                busy--;
            }
        }
    }

    @Override
    public synchronized boolean isBusy() {
        return busy > 0;
    }

    /** To be called once, before all else. */
    StoredDeliveryLog begun() {
        ask(
                "alert_deliveries were not pruned",
                () -> {
                    table.begin(Detectors.NOTIFY_FAILED);
                    return true;
                });
        return this;
    }

    @Override
    public boolean isDelivered(Notification notification) {
        synchronized (this) {
            if (remembered.contains(notification.toString())) {
                return true;
            }
        }
        return ask(
                "whether " + notification + " was delivered is not known",
                () -> table.has(notification.key(), notification.receiver()));
    }

    @Override
    public void delivered(Notification notification) {
        Alert failure;
        synchronized (this) {
            remembered.add(notification.toString());
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.remove(remembered.iterator().next());
            }
            failure = open.remove(notification.receiver());
        }
        ask(
                "that " + notification + " was delivered is not stored",
                () -> {
                    table.add(notification.key(), notification.receiver());
                    return true;
                });
        if (failure != null) {
            raise(failure, AlertState.CLOSED, failure.text(), failure.windows());
        }
    }

    @Override
    public void failed(String receiver, int more, String why) {
        Alert before;
        synchronized (this) {
            before = open.get(receiver);
        }
        int dropped = more + (before == null ? 0 : before.windows());
        String text = "%d notifications to %s were dropped: %s".formatted(dropped, receiver, why);
        Alert first = before == null ? alert(receiver) : before;
        Alert now = raise(first, AlertState.OPEN, text, dropped);
        synchronized (this) {
            open.put(receiver, now);
        }
    }

    private static Alert alert(String receiver) {
        long now = EpochMicros.now();
        return new Alert(
                Detectors.NOTIFY_FAILED,
                Severity.CRITICAL,
                "",
                receiver,
                AlertState.OPEN,
                now,
                now,
                now,
                0,
                1,
                1,
                0,
                0,
                0,
                "",
                "",
                true);
    }

    private Alert raise(Alert alert, AlertState state, String text, int dropped) {
        long now = EpochMicros.now();
        boolean closed = state == AlertState.CLOSED;
        Alert changed =
                new Alert(
                        alert.detector(),
                        alert.severity(),
                        "",
                        alert.subject(),
                        state,
                        alert.openedAt(),
                        closed ? alert.lastAt() : now,
                        closed ? now : alert.openedAt(),
                        closed ? now : 0,
                        dropped,
                        1,
                        dropped,
                        0,
                        dropped,
                        "",
                        text,
                        true);
        if (raises) {
            ask(
                    "alert " + alert.detector() + " is not stored",
                    () -> {
                        table.raise(changed);
                        return true;
                    });
        }
        return changed;
    }
}
