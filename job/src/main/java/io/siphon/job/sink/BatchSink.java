package io.siphon.job.sink;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import java.io.IOException;
import java.time.Duration;

/**
 * Writes in batches, at least once: a checkpoint waits until everything before it is stored, and an
 * unavailable store is retried as long as the job lives. With targets that know a row again, each
 * row is stored once.
 */
public final class BatchSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1;

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    private final String name;
    private final BatchOptions options;
    private final BatchTarget.Factory<T> targets;

    /**
     * @param name for log lines and threads, {@code sip_trace in PostgreSQL at db:5432/siphon}
     */
    public BatchSink(String name, BatchOptions options, BatchTarget.Factory<T> targets) {
        this.name = name;
        this.options = options;
        this.targets = targets;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        BatchTarget<? extends Batch<T>> target = targets.create();
        context.metricGroup().gauge("rowsMoved", target::moved);
        context.metricGroup().gauge("rowsExpired", target::expired);
        return new BatchWriter<>(
                name,
                options,
                target,
                context.getProcessingTimeService(),
                new BatchMetrics(context.metricGroup()),
                context.getUserCodeClassLoader().asClassLoader(),
                failure ->
                        context.getMailboxExecutor()
                                .execute(() -> rethrow(failure), "failure of " + name),
                PATIENCE_AT_CLOSE);
    }

    private void rethrow(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof Exception exception ? exception : new IOException(name, failure);
    }
}
