package io.siphon.job.sink.jdbc;

import io.siphon.job.JobConfig;
import io.siphon.job.sink.BatchOptions;
import io.siphon.job.sink.BatchSink;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Streams;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Trace;

import org.apache.flink.streaming.api.datastream.DataStream;

import java.nio.file.Path;
import java.util.Optional;

/** Everything, in the tables of an SQL database: H2, PostgreSQL, MariaDB or MySQL. */
public final class JdbcOutput implements Output {

    /** {@code store.jdbc.url: none}: no SQL database. */
    public static final String NONE = "none";

    /**
     * The URL of the database that {@code siphon run} keeps under its data folder. H2's own shell
     * opens it, user {@code sa} without a password, when Siphon has stopped; else by {@link
     * H2Door}.
     */
    public static String embeddedUrl(String dataDir) {
        return "jdbc:h2:file:" + Path.of(dataDir).toAbsolutePath().normalize().resolve("siphon");
    }

    /** Whether a URL is of an H2 database that lives in the process that opens it. */
    public static boolean isEmbedded(String url) {
        return url.startsWith("jdbc:h2:")
                && !url.startsWith("jdbc:h2:tcp:")
                && !url.startsWith("jdbc:h2:ssl:");
    }

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public boolean enabled(JobConfig config) {
        return config.storeJdbcUrl() != null && !config.storeJdbcUrl().equals(NONE);
    }

    @Override
    public void prepare(JobConfig config) {
        Schema.migrate(Database.of(config));
    }

    @Override
    public Optional<String> uidSecret(JobConfig config) {
        return Optional.of(StoreMeta.uidSecret(Database.of(config), config.storeUidSecret()));
    }

    @Override
    public void attach(Streams streams, JobConfig config) {
        Database database = Database.of(config);
        Dialect dialect = database.dialect();
        attach(
                ofSip(streams.traces(), true),
                "sip_trace",
                () -> dialect.target(database, Tables.SIP_TRACE),
                config);
        attach(
                ofSip(streams.traces(), false),
                "hep_trace",
                () -> dialect.target(database, Tables.HEP_TRACE),
                config);
        attach(streams.calls(), "calls", () -> dialect.target(database, Tables.CALLS), config);
        attach(
                streams.registrations(),
                "registrations",
                () -> dialect.target(database, Tables.REGISTRATIONS),
                config);
        attach(streams.media(), "streams", () -> dialect.target(database, Tables.STREAMS), config);
        attach(
                streams.reported(),
                "reported_streams",
                () -> dialect.target(database, Tables.REPORTED_STREAMS),
                config);
        attach(
                streams.measurements(),
                "measurements",
                () -> dialect.target(database, Tables.MEASUREMENTS),
                config);
        attach(streams.alerts(), "alerts", () -> dialect.target(database, Tables.ALERTS), config);
        attach(
                streams.undecodable(),
                "undecodable",
                () -> dialect.target(database, Tables.UNDECODABLE),
                config);
    }

    /** At the stream's own parallelism, so that changes of one key stay in order. */
    private static <T> void attach(
            DataStream<T> rows, String table, BatchTarget.Factory<T> targets, JobConfig config) {
        BatchOptions options =
                new BatchOptions(
                        config.storeJdbcBatchRows(),
                        config.storeJdbcBatchBytes().getBytes(),
                        config.storeJdbcBatchInterval(),
                        config.storeRetryMaxDelay());
        rows.sinkTo(new BatchSink<>(table + " in " + Database.of(config), options, targets))
                .setParallelism(rows.getParallelism())
                .name("jdbc " + table)
                .uid("jdbc-" + table);
    }

    @Override
    public String describe(JobConfig config) {
        return "messages, calls and measurements in " + Database.of(config);
    }

    private static DataStream<Trace> ofSip(DataStream<Trace> traces, boolean sip) {
        String name = sip ? "sip_trace rows" : "hep_trace rows";
        return traces.filter(trace -> (trace.packet().protocol() == HepProtocol.SIP) == sip)
                .setParallelism(traces.getParallelism())
                .name(name)
                .uid(sip ? "jdbc-sip-trace-rows" : "jdbc-hep-trace-rows");
    }
}
