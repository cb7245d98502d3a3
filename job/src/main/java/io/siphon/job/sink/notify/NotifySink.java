package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Sends each change of an alert once to each receiver. What waits is in the writer's state, what
 * was delivered in the {@link DeliveryLog}.
 */
final class NotifySink implements Sink<Alert>, SupportsWriterState<Alert, Notification> {

    private static final long serialVersionUID = 1;

    /** Opens the log in the process that sends. */
    interface LogFactory extends Serializable {
        DeliveryLog open();
    }

    private final List<Receiver> receivers;
    private final ReceiverQueue.Limits limits;
    private final Duration maxAge;
    private final AlertText text;
    private final LogFactory log;

    NotifySink(
            List<Receiver> receivers,
            ReceiverQueue.Limits limits,
            Duration maxAge,
            AlertText text,
            LogFactory log) {
        this.receivers = List.copyOf(receivers);
        this.limits = limits;
        this.maxAge = maxAge;
        this.text = text;
        this.log = log;
    }

    @Override
    public StatefulSinkWriter<Alert, Notification> createWriter(WriterInitContext context) {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<Alert, Notification> restoreWriter(
            WriterInitContext context, Collection<Notification> recovered) {
        NotifyCounters counters = new NotifyCounters(context.metricGroup());
        DeliveryLog opened = log.open();
        ClassLoader loader = context.getUserCodeClassLoader().asClassLoader();
        List<ReceiverQueue> queues =
                receivers.stream()
                        .map(
                                receiver ->
                                        new ReceiverQueue(
                                                receiver,
                                                limits,
                                                opened,
                                                counters,
                                                System::currentTimeMillis,
                                                loader))
                        .toList();
        context.metricGroup()
                .gauge(
                        "notificationsWaiting",
                        () -> queues.stream().mapToInt(queue -> queue.waiting().size()).sum());
        NotifyWriter writer =
                new NotifyWriter(queues, text, maxAge, counters, System::currentTimeMillis);
        writer.restore(recovered);
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<Notification> getWriterStateSerializer() {
        return new NotificationSerializer();
    }
}
