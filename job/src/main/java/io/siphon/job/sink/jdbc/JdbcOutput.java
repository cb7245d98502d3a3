package io.siphon.job.sink.jdbc;

import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.BatchOptions;
import io.siphon.job.sink.BatchSink;
import io.siphon.job.sink.BatchTarget;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

import java.nio.file.Path;
import java.util.Optional;

/** All streams, in the tables of an SQL database: H2, PostgreSQL, MariaDB or MySQL. */
public final class JdbcOutput implements Output {

    /** {@code store.jdbc.url: none}: no SQL database. */
    public static final String NONE = "none";

    /**
     * The URL of the database that {@code siphon run} keeps under its data folder. H2's own shell
     * opens it, user {@code sa} without a password, when Siphon has stopped; else by {@link
     * H2Server}.
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
        return config.jdbc().url() != null && !config.jdbc().url().equals(NONE);
    }

    @Override
    public void prepare(JobConfig config) {
        H2Server.createFolder(config.jdbc().url());
        Schema.migrate(Database.of(config));
    }

    @Override
    public Optional<String> uidSecret(JobConfig config) {
        return Optional.of(StoreMeta.uidSecret(Database.of(config), config.store().uidSecret()));
    }

    @Override
    public void attach(JobStreams streams, JobConfig config) {
        attach(ofSip(streams.traces(), true), Tables.SIP_TRACE, config);
        attach(ofSip(streams.traces(), false), Tables.HEP_TRACE, config);
        attach(streams.calls(), Tables.CALLS, config);
        attach(streams.links(), Tables.CALL_LINKS, config);
        attach(streams.registrations(), Tables.REGISTRATIONS, config);
        attach(streams.media(), Tables.STREAMS, config);
        attach(streams.reported(), Tables.REPORTED_STREAMS, config);
        attach(streams.measurements(), Tables.MEASUREMENTS, config);
        attach(streams.alerts(), Tables.ALERTS, config);
        attach(streams.undecodable(), Tables.UNDECODABLE, config);
    }

    /** At the stream's own parallelism, so that changes of one key stay in order. */
    private static <T> void attach(DataStream<T> rows, Table<T> table, JobConfig config) {
        Database database = Database.of(config);
        BatchTarget.Factory<T> targets = () -> database.dialect().target(database, table);
        BatchOptions options =
                new BatchOptions(
                        config.jdbc().batchRows(),
                        config.jdbc().batchBytes().getBytes(),
                        config.jdbc().batchInterval(),
                        config.store().retryMaxDelay());
        Sink<T> sink = new BatchSink<>(table.name() + " in " + database, options, targets);
        // beside the table with the fewest rows, the whole database is pruned
        rows.sinkTo(
                        table == Tables.UNDECODABLE
                                ? new RetentionSink<>(
                                        sink, database, config.retention().settings(config.alert()))
                                : sink)
                .setParallelism(rows.getParallelism())
                .name("jdbc " + table.name())
                .uid("jdbc-" + table.name());
    }

    @Override
    public String describe(JobConfig config) {
        return "messages, calls and measurements in " + Database.of(config);
    }

    private static DataStream<Trace> ofSip(DataStream<Trace> traces, boolean sip) {
        String name = sip ? "sip_trace rows" : "hep_trace rows";
        return traces.filter(trace -> (trace.protocol() == Trace.SIP) == sip)
                .setParallelism(traces.getParallelism())
                .name(name)
                .uid(sip ? "jdbc-sip-trace-rows" : "jdbc-hep-trace-rows");
    }
}
