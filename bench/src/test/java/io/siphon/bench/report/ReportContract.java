package io.siphon.bench.report;

import io.siphon.bench.generate.Outcome;
import io.siphon.bench.generate.Traffic;
import io.siphon.console.report.ReportOptions;
import io.siphon.console.store.StoreAddress;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.job.topology.Topology;
import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Traffic whose outcomes are known goes through the job into a store; the report agrees with it.
 */
interface ReportContract {

    int CALLS = 400;

    String FROM = "--from=2026-11-01T10:00Z";
    String TO = "--to=2026-11-01T10:20Z";

    /** Where rows come from. */
    interface Source {
        void attach(StreamExecutionEnvironment env, JobConfig config, JdbcOutput output)
                throws Exception;
    }

    /** An empty one. */
    StoreAddress store();

    @Test
    default void agreesWithTheTraffic() throws Exception {
        Traffic traffic = new Traffic(CALLS, 2, Duration.ofSeconds(20), 7);
        store(traffic);
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, traffic.outcomes().getOrDefault(outcome, 0));
        }
        int answered =
                outcomes.get(Outcome.ANSWERED) + outcomes.get(Outcome.CHALLENGED_THEN_ANSWERED);
        int busy = outcomes.get(Outcome.BUSY);
        int cancelled = outcomes.get(Outcome.CANCELLED);
        int unavailable = outcomes.get(Outcome.UNAVAILABLE);

        JsonNode report = report(FROM, TO, "--every=1m", "--by=node");

        JsonNode total = report.get("total");
        assertThat(total.get("attempts").asInt()).isEqualTo(CALLS);
        assertThat(total.get("answered").asInt()).isEqualTo(answered);
        assertThat(total.get("undecided").asInt()).isZero();
        assertThat(total.get("asr_pct").asDouble()).isEqualTo(100.0 * answered / CALLS);
        assertThat(total.get("ner_pct").asDouble())
                .isEqualTo(100.0 * (answered + busy + cancelled + unavailable) / CALLS);
        assertThat(total.get("ser_pct").asDouble()).isEqualTo(100.0 * answered / CALLS);
        assertThat(total.get("seer_pct").asDouble())
                .isEqualTo(100.0 * (answered + busy + unavailable) / CALLS);
        assertThat(total.get("pdd_p50_ms").asDouble()).isBetween(150.0, 900.0);
        assertThat(total.get("concurrent_peak").asInt()).isBetween(20, 60);
        assertThat(total.get("rtcp_mos_samples")).isEqualTo(total.get("rtcp_loss_samples"));
        assertThat(total.get("rtcp_mos_mean").asDouble()).isBetween(4.0, 4.4);
        assertThat(count(report, "responses", "404")).isEqualTo(outcomes.get(Outcome.NOT_FOUND));
        assertThat(count(report, "responses", "503")).isEqualTo(outcomes.get(Outcome.FAILED));
        assertThat(count(report, "responses", "407")).isZero();
        assertThat(report.at("/completeness/gaps")).isEmpty();
        assertThat(report.get("previous").get("attempts").asInt()).isZero();
        assertPartsAreTheWhole(report);
        assertAgreesWithItsRows(report);
        assertThat(total.get("concurrent_peak").asDouble()).isEqualTo(measuredPeak());
        assertMediaOfCallsAreTheWhole(report(FROM, TO, "--by=user-agent"));
        assertMediaOfCallsAreTheWhole(report(FROM, TO, "--by=prefix:5"));
    }

    /** What the report says comes from the rows, whatever they are. */
    default void assertAgreesWithItsRows(JsonNode report) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(store().url(), store().user(), store().password())) {
            assertThat(PlainFigures.differences(connection, report)).isEmpty();
        }
    }

    /** What the job has counted as calls came and went. */
    private double measuredPeak() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                store().url(), store().user(), store().password());
                ResultSet highest =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT MAX(max) FROM measurements WHERE name ="
                                                + " 'call_concurrent' AND tags = ''")) {
            highest.next();
            return highest.getDouble(1);
        }
    }

    /** Media of groups that are looked up by their calls, against those that were measured. */
    private static void assertMediaOfCallsAreTheWhole(JsonNode report) {
        JsonNode total = report.get("total");
        for (String metric : List.of("rtcp_jitter_%s_ms", "rtcp_loss_%s_pct", "rtcp_mos_%s")) {
            long samples = 0;
            double sum = 0;
            for (JsonNode group : report.get("groups")) {
                JsonNode figures = group.get("figures");
                long own = figures.get(samplesOf(metric)).asLong();
                samples += own;
                sum += own * figures.get(metric.formatted("mean")).asDouble();
                assertThat(figures.get(metric.replaceAll("%s.*", "bad_pct")).isNull()).isTrue();
            }
            assertThat(samples)
                    .as(metric)
                    .isPositive()
                    .isEqualTo(total.get(samplesOf(metric)).asLong());
            assertThat(sum / samples)
                    .as(metric)
                    .isCloseTo(total.get(metric.formatted("mean")).asDouble(), within(1e-6));
        }
    }

    private static String samplesOf(String metric) {
        return metric.replaceAll("%s.*", "samples");
    }

    private static void assertPartsAreTheWhole(JsonNode report) {
        JsonNode total = report.get("total");
        assertThat(report.get("groups")).hasSize(1);
        JsonNode group = report.get("groups").get(0);
        assertThat(group.get("name").asText()).isEqualTo(Traffic.NODE);
        assertThat(group.get("figures")).isEqualTo(total);
        for (String figure : List.of("attempts", "answered", "rtcp_jitter_samples")) {
            long sum = 0;
            for (JsonNode slice : report.get("slices")) {
                sum += slice.get("figures").get(figure).asLong();
            }
            assertThat(sum).as(figure).isPositive().isEqualTo(total.get(figure).asLong());
        }
        double weighted = 0;
        for (JsonNode slice : report.get("slices")) {
            JsonNode figures = slice.get("figures");
            weighted +=
                    figures.get("rtcp_jitter_mean_ms").asDouble()
                            * figures.get("rtcp_jitter_samples").asLong();
        }
        assertThat(total.get("rtcp_jitter_mean_ms").asDouble())
                .isCloseTo(weighted / total.get("rtcp_jitter_samples").asLong(), within(1e-9));
    }

    private static int count(JsonNode report, String list, String key) {
        for (JsonNode share : report.get(list)) {
            if (share.get("key").asText().equals(key)) {
                return share.get("count").asInt();
            }
        }
        return 0;
    }

    default JsonNode report(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--format=json"));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine.populateCommand(new ReportOptions(), arguments.toArray(String[]::new))
                .run(store(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private void store(Traffic traffic) throws Exception {
        long start = Instant.parse("2026-11-01T10:00:00Z").getEpochSecond() * 1_000_000;
        List<HepPacket> packets = new ArrayList<>();
        while (traffic.hasNext()) {
            packets.add(traffic.next(start + traffic.nextAtMicros()));
        }
        run(
                (env, config, output) ->
                        Topology.define(
                                env.fromData(packets)
                                        .uid("packets")
                                        .assignTimestampsAndWatermarks(
                                                WatermarkStrategy
                                                        .<HepPacket>forMonotonousTimestamps()
                                                        .withTimestampAssigner(
                                                                (packet, none) ->
                                                                        packet.timeMicros() / 1000))
                                        .uid("times"),
                                false,
                                config,
                                List.of(output)));
    }

    default void run(Source source) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(JdbcSection.URL, store().url());
        configuration.set(JdbcSection.USER, store().user());
        configuration.set(JdbcSection.PASSWORD, store().password());
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        JobConfig config = JobConfig.from(configuration);
        JdbcOutput output = new JdbcOutput();
        output.prepare(config);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        source.attach(env, config, output);
        env.execute("traffic");
    }
}
