package io.siphon.job.sink.jdbc;

import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;
import io.siphon.udf.alert.baseline.Baselines;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The first start on a store of two weeks: the first hour is judged by them. */
@Timeout(600)
@SuppressWarnings("try") // results close with Exception
class StoredMeasurementsITCase {

    private static final long MINUTE = 60_000_000L;
    private static final Instant NOW = Instant.parse("2026-08-20T12:00:00Z");
    private static final long START = EpochMicros.of(NOW);
    private static final String URL = "jdbc:h2:mem:stored-measurements;DB_CLOSE_DELAY=-1";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theFirstHourIsJudgedByWhatIsStored(int parallelism) throws Exception {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, URL);
        options.set(JdbcSection.USER, "sa");
        JobConfig config = JobConfig.from(options);
        new JdbcOutput().prepare(config);
        store();

        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        env.setParallelism(parallelism);
        DataStream<Measurement> live =
                env.fromData(live(), TypeInformation.of(Measurement.class))
                        .uid("live")
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Measurement>forMonotonousTimestamps()
                                        .withTimestampAssigner((m, t) -> m.endMicros() / 1_000 - 1))
                        .uid("live_times");
        DataStream<Finding> found =
                Baselines.attach(
                                live,
                                live.filter(m -> m.name().equals("capture_gap_s")).uid("live_gaps"),
                                StoredMeasurements.of(
                                        env, config, Clock.fixed(NOW, ZoneOffset.UTC)),
                                config.baselines())
                        .findings();
        List<String> texts = new ArrayList<>();
        try (CloseableIterator<Finding> all = found.executeAndCollect()) {
            all.forEachRemaining(finding -> texts.add(finding.text()));
        }
        assertThat(texts)
                .containsExactlyInAnyOrder(
                        "traffic of trunk carrier-a dropped: 0 calls in 5 min, usual is 200 (this"
                                + " hour of the week, 2 weeks), since 2026-08-20 12:00 UTC",
                        "traffic of trunk carrier-a dropped: 0 calls in 5 min, usual is 200 (this"
                                + " hour of the week, 2 weeks), since 2026-08-20 12:00 UTC");
    }

    private static void store() throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL, "sa", "");
                PreparedStatement insert =
                        connection.prepareStatement(
                                "MERGE INTO measurements (name, window_start, window_end, tags,"
                                        + " count) KEY (name, window_start, tags) VALUES"
                                        + " ('call_attempts', ?, ?, 'node=edge-1,trunk=carrier-a',"
                                        + " 40)")) {
            long first = START - 15 * 24 * 60 * MINUTE;
            for (long start = first; start < START; start += MINUTE) {
                insert.setObject(1, EpochMicros.utc(start));
                insert.setObject(2, EpochMicros.utc(start + MINUTE));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** No calls, but messages; what was measured just before is stored, and measured again. */
    private static List<Measurement> live() {
        List<Measurement> live = new ArrayList<>();
        live.add(
                new Measurement(
                        "call_attempts",
                        START - MINUTE,
                        START,
                        Map.of("node", "edge-1", "trunk", "carrier-a"),
                        Map.of("count", 40.0),
                        null));
        for (int minute = 0; minute < 15; minute++) {
            live.add(
                    new Measurement(
                            "sip_requests",
                            START + minute * MINUTE,
                            START + (minute + 1) * MINUTE,
                            Map.of("node", "edge-1", "method", "OPTIONS"),
                            Map.of("count", 7.0),
                            null));
        }
        return live;
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }
}
