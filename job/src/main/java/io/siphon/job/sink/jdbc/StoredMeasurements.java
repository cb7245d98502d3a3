package io.siphon.job.sink.jdbc;

import io.siphon.job.config.JobConfig;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;
import io.siphon.schema.TagLine;
import io.siphon.udf.alert.baseline.BaselineDetectors;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured before the job began, from which baselines are learnt: an hour of table {@code
 * measurements} at a time, so that checkpoints go between. A job that is restored has read it; it
 * goes on where it was.
 */
public final class StoredMeasurements {

    private static final Logger LOG = LoggerFactory.getLogger(StoredMeasurements.class);

    private static final String UID = "stored_measurements";

    private StoredMeasurements() {}

    /**
     * Null when there is no SQL database, or nothing is to be learnt from it.
     *
     * @param clock says until when
     */
    @Nullable
    public static DataStream<Measurement> of(
            StreamExecutionEnvironment env, JobConfig config, Clock clock) {
        long hours = config.baseline().baselineLearnStored().toHours();
        boolean detecting =
                config.alert().detectors().stream().anyMatch(BaselineDetectors.NAMES::contains);
        if (!detecting || hours == 0 || !new JdbcOutput().enabled(config)) {
            return null;
        }
        long now = Duration.ofMillis(clock.millis()).toHours();
        return env.fromSequence(now - hours, now)
                .uid(UID + "_hours")
                .setParallelism(1)
                .flatMap(new ReadHour(Database.of(config)))
                .returns(Measurement.class)
                .uid(UID)
                .name("stored measurements")
                .setParallelism(1)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Measurement>forGenerator(context -> new Closed())
                                .withTimestampAssigner(
                                        (measurement, before) ->
                                                measurement.endMicros() / 1_000 - 1))
                .uid(UID + "_times")
                .setParallelism(1);
    }

    /** Rows come in order of their windows: with the first of the next, those before are closed. */
    private static final class Closed implements WatermarkGenerator<Measurement> {

        private long start = Long.MIN_VALUE;

        @Override
        public void onEvent(Measurement measurement, long timestamp, WatermarkOutput output) {
            if (measurement.startMicros() > start) {
                start = measurement.startMicros();
                output.emitWatermark(new Watermark(start / 1_000 - 1));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    /**
     * Reads the windows that begin in an hour since the epoch. A store that cannot be read teaches
     * nothing, and does not keep the job from running. Metric {@code hoursNotRead}.
     */
    private static final class ReadHour extends RichFlatMapFunction<Long, Measurement> {

        private static final long serialVersionUID = 1L;

        private static final int FETCH_ROWS = 1_000;
        private static final long HOUR = 3_600_000_000L;

        private static final String QUERY =
                """
                SELECT name, window_start, window_end, tags, count, sketch FROM measurements \
                WHERE name IN (%s) AND window_start >= ? AND window_start < ? \
                ORDER BY window_start"""
                        .formatted(names());

        private final Database database;
        private transient SimpleJdbcConnectionProvider connections;
        private transient Counter hoursNotRead;

        private ReadHour(Database database) {
            this.database = database;
        }

        private static String names() {
            return BaselineDetectors.METRICS.stream()
                    .map(name -> "'" + name + "'")
                    .collect(Collectors.joining(", "));
        }

        @Override
        public void open(OpenContext context) {
            connections = new SimpleJdbcConnectionProvider(database.connectionOptions());
            hoursNotRead = getRuntimeContext().getMetricGroup().counter("hoursNotRead");
        }

        @Override
        public void flatMap(Long hour, Collector<Measurement> out) throws Exception {
            try {
                Connection connection = connections.getOrEstablishConnection();
                connection.setAutoCommit(false);
                read(connection, hour * HOUR, out);
                connection.rollback();
            } catch (SQLException e) {
                hoursNotRead.inc();
                connections.closeConnection();
                LOG.warn(
                        "baselines learn nothing of an hour of {}: {}",
                        database,
                        database.words(e));
            }
        }

        private static void read(Connection connection, long from, Collector<Measurement> out)
                throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
                statement.setFetchSize(FETCH_ROWS);
                statement.setObject(1, EpochMicros.utc(from));
                statement.setObject(2, EpochMicros.utc(from + HOUR));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        out.collect(
                                new Measurement(
                                        row.getString(1),
                                        EpochMicros.of(row.getObject(2, LocalDateTime.class)),
                                        EpochMicros.of(row.getObject(3, LocalDateTime.class)),
                                        TagLine.parse(row.getString(4)),
                                        Map.of("count", (double) row.getLong(5)),
                                        row.getBytes(6)));
                    }
                }
            }
        }

        @Override
        public void close() {
            if (connections != null) {
                connections.closeConnection();
            }
        }
    }
}
