package io.siphon.job.sink.jdbc;

import io.siphon.job.config.Retention;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import java.io.IOException;
import java.time.Clock;

/**
 * A sink in whose first subtask the database is pruned while the job runs: once a job, here as on a
 * cluster, wherever the subtask is.
 */
final class RetentionSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1;

    private final Sink<T> sink;
    private final Database database;
    private final Retention retention;

    RetentionSink(Sink<T> sink, Database database, Retention retention) {
        this.sink = sink;
        this.database = database;
        this.retention = retention;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        SinkWriter<T> writer = sink.createWriter(context);
        if (context.getTaskInfo().getIndexOfThisSubtask() > 0) {
            return writer;
        }
        RetentionThread thread =
                new RetentionThread(
                        database,
                        retention,
                        context.metricGroup(),
                        context.getUserCodeClassLoader().asClassLoader(),
                        Clock.systemUTC(),
                        RetentionThread.FIRST,
                        RetentionThread.EVERY);
        return new Writer<>(writer, thread);
    }

    private record Writer<T>(SinkWriter<T> writer, RetentionThread thread)
            implements SinkWriter<T> {

        @Override
        public void write(T row, Context context) throws IOException, InterruptedException {
            writer.write(row, context);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            writer.flush(endOfInput);
        }

        @Override
        public void close() throws Exception {
            try {
                thread.close();
            } finally {
                writer.close();
            }
        }
    }
}
