package io.siphon.job.sink.influx;

import io.siphon.job.ConfigurationException;
import io.siphon.job.JobConfig;
import io.siphon.job.sink.BatchOptions;
import io.siphon.job.sink.BatchSink;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Streams;
import io.siphon.udf.call.CallChange;
import io.siphon.udf.registration.RegistrationChange;
import io.siphon.udf.stream.Stream;

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
        return config.storeInfluxUrl() != null;
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
    public void attach(Streams streams, JobConfig config) {
        InfluxStore store = InfluxStore.of(config);
        int maxNodes = config.hepAgentsMax();
        attach(
                streams.measurements(),
                "measurements",
                () -> new InfluxTarget<>(store, new MeasurementPoints()),
                config);
        attach(
                streams.calls()
                        .filter(call -> call.change() == CallChange.ENDED)
                        .setParallelism(streams.calls().getParallelism())
                        .name("finished calls")
                        .uid("influx-finished-calls"),
                "calls",
                () -> new InfluxTarget<>(store, new CallPoints(maxNodes)),
                config);
        attach(
                streams.registrations()
                        .filter(registration -> registration.change() == RegistrationChange.ENDED)
                        .setParallelism(streams.registrations().getParallelism())
                        .name("finished registrations")
                        .uid("influx-finished-registrations"),
                "registrations",
                () -> new InfluxTarget<>(store, new RegistrationPoints(maxNodes)),
                config);
        attach(
                streams.media()
                        .filter(Stream::ended)
                        .setParallelism(streams.media().getParallelism())
                        .name("finished streams")
                        .uid("influx-finished-streams"),
                "streams",
                () -> new InfluxTarget<>(store, new StreamPoints(maxNodes)),
                config);
        attach(
                streams.reported(),
                "reported_streams",
                () -> new InfluxTarget<>(store, new ReportedStreamPoints(maxNodes)),
                config);
        attach(
                streams.alerts(),
                "alerts",
                () -> new InfluxTarget<>(store, new AlertPoints(maxNodes)),
                config);
    }

    @Override
    public String describe(JobConfig config) {
        return "measurements and finished calls in " + InfluxStore.of(config);
    }

    private static <T> void attach(
            DataStream<T> rows, String what, BatchTarget.Factory<T> targets, JobConfig config) {
        BatchOptions options =
                new BatchOptions(
                        config.storeInfluxBatchPoints(),
                        MAX_BYTES,
                        config.storeInfluxBatchInterval(),
                        config.storeRetryMaxDelay());
        rows.sinkTo(new BatchSink<>(what + " in " + InfluxStore.of(config), options, targets))
                .setParallelism(rows.getParallelism())
                .name("influx " + what)
                .uid("influx-" + what);
    }
}
