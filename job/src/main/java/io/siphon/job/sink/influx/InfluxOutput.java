package io.siphon.job.sink.influx;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.BatchOptions;
import io.siphon.job.sink.BatchSink;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

import java.io.IOException;

/**
 * Measurements, alerts, and calls, registrations and RTP streams that are over, as points in
 * InfluxDB 1.x.
 */
public final class InfluxOutput implements Output {

    private static final long MAX_BYTES = 8 << 20;

    @Override
    public String name() {
        return "influx";
    }

    @Override
    public boolean enabled(JobConfig config) {
        return config.influx().url() != null;
    }

    @Override
    public void prepare(JobConfig config) {
        InfluxStore store = InfluxStore.of(config);
        try (InfluxConnection connection = new InfluxConnection(store)) {
            connection.create();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "store.influx.url: %s cannot be used%s: %s"
                            .formatted(
                                    store,
                                    store.user().isEmpty() ? "" : " as user " + store.user(),
                                    e.getMessage()),
                    e);
        }
    }

    @Override
    public void attach(JobStreams streams, JobConfig config) {
        InfluxStore store = InfluxStore.of(config);
        attach(
                streams.measurements(),
                Tables.MEASUREMENTS,
                () -> new InfluxTarget<>(store, new MeasurementPoints()),
                config);
        attach(
                // again when its media is known: the same point, with more in it
                finished(streams.calls(), call -> call.endedAt() > 0, Tables.CALLS),
                Tables.CALLS,
                config);
        attach(
                finished(
                        streams.registrations(),
                        registration -> registration.change() == RegistrationChange.ENDED,
                        Tables.REGISTRATIONS),
                Tables.REGISTRATIONS,
                config);
        attach(finished(streams.media(), RtpStream::ended, Tables.STREAMS), Tables.STREAMS, config);
        attach(streams.reported(), Tables.REPORTED_STREAMS, config);
        attach(streams.alerts(), Tables.ALERTS, config);
    }

    private static <T> DataStream<T> finished(
            DataStream<T> rows, FilterFunction<T> is, Table<T> table) {
        return rows.filter(is)
                .setParallelism(rows.getParallelism())
                .name("finished " + table.name())
                .uid("influx-finished-" + table.name());
    }

    @Override
    public String describe(JobConfig config) {
        return "measurements and finished calls in " + InfluxStore.of(config);
    }

    private static <T> void attach(DataStream<T> rows, Table<T> table, JobConfig config) {
        InfluxStore store = InfluxStore.of(config);
        int maxAgents = config.hep().agentsMax();
        Table<T> known = table.with(config.uids());
        attach(
                rows,
                table,
                () -> new InfluxTarget<>(store, new TablePoints<>(known, maxAgents)),
                config);
    }

    private static <T> void attach(
            DataStream<T> rows, Table<T> table, BatchTarget.Factory<T> targets, JobConfig config) {
        BatchOptions options =
                new BatchOptions(
                        config.influx().batchPoints(),
                        MAX_BYTES,
                        config.influx().batchInterval(),
                        config.store().retryMaxDelay());
        rows.sinkTo(
                        new BatchSink<>(
                                table.name() + " in " + InfluxStore.of(config), options, targets))
                .setParallelism(rows.getParallelism())
                .name("influx " + table.name())
                .uid("influx-" + table.name());
    }
}
