package io.siphon.job.sink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Metrics of a {@link BatchSink}: FLIP-33's sink metrics, {@code rowsQuarantined}, {@code retries}
 * and {@code rowsWaiting}. Counted by the delivering thread only.
 */
final class BatchMetrics {

    final Counter sent;
    final Counter bytes;
    final Counter errors;
    final Counter quarantined;
    final Counter retries;

    /** How long the last batch took to store, ms; -1 before the first. */
    volatile long sendMillis = -1;

    /** Rows that wait for a store that is unavailable; 0 while it is there. */
    volatile long waiting;

    /** Reported nowhere. */
    BatchMetrics() {
        sent = new SimpleCounter();
        bytes = new SimpleCounter();
        errors = new SimpleCounter();
        quarantined = new SimpleCounter();
        retries = new SimpleCounter();
    }

    BatchMetrics(SinkWriterMetricGroup group) {
        sent = group.getNumRecordsSendCounter();
        bytes = group.getNumBytesSendCounter();
        errors = group.getNumRecordsSendErrorsCounter();
        quarantined = group.counter("rowsQuarantined");
        retries = group.counter("retries");
        group.setCurrentSendTimeGauge(() -> sendMillis);
        group.gauge("rowsWaiting", () -> waiting);
    }
}
