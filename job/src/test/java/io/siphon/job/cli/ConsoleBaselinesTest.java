package io.siphon.job.cli;

import io.siphon.console.web.ConsoleServer;
import io.siphon.job.config.BindAddress;
import io.siphon.job.config.ConsoleSection;
import io.siphon.job.config.DataSection;
import io.siphon.job.config.JdbcSection;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.jdbc.JdbcOutput;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Measurement;
import io.siphon.udf.alert.baseline.BaselineReplay;
import io.siphon.udf.alert.baseline.BaselineSettings;

import org.apache.flink.configuration.Configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The console's page and the command say the same of a store of fifteen days. */
class ConsoleBaselinesTest {

    private static final String URL = "jdbc:h2:mem:console-baselines;DB_CLOSE_DELAY=-1";
    private static final long STEP = 5 * 60_000_000L;
    private static final long DAY = 24 * 60 * 60_000_000L;

    /** Answered, busy, failed, each step. */
    private static final String[][] OF_A_STEP = {
        {"call_attempts", "node=edge-1,trunk=carrier-a", "200"},
        {"call_answers", "node=edge-1,trunk=carrier-a", "120"},
        {"call_ends", "node=edge-1,outcome=busy,trunk=carrier-a", "60"},
        {"call_ends", "node=edge-1,outcome=failed,trunk=carrier-a", "20"},
    };

    @TempDir Path folder;

    @Test
    void pageAndCommandSayTheSame() throws Exception {
        Configuration options = new Configuration();
        options.set(JdbcSection.URL, URL);
        options.set(JdbcSection.USER, "sa");
        options.set(DataSection.DIR, folder.toString());
        JobConfig config = JobConfig.from(options);
        new JdbcOutput().prepare(config);
        store();

        BindAddress bind = BindAddress.of(ConsoleSection.BIND, "127.0.0.1:18470");
        try (ConsoleServer server = ConsoleServer.start(ConsoleAccess.settings(options, bind))) {
            JsonNode json = learnt(server);
            assertThat(json.get("total").asInt()).isEqualTo(4);
            assertThat(json.get("windows_left_out").asInt()).isZero();
            JsonNode calls = json.get("baselines").get(0);
            assertThat(calls.get("metric").asText()).isEqualTo("call_attempts");
            assertThat(calls.get("usual").asDouble()).isEqualTo(200);
            assertThat(calls.get("spread").asDouble()).isZero();
            assertThat(calls.get("hours_known").asInt()).isEqualTo(168);
            assertThat(calls.get("warm").asBoolean()).isTrue();
            JsonNode asr = json.get("baselines").get(1);
            assertThat(asr.get("metric").asText()).isEqualTo("asr");
            assertThat(asr.get("usual").asDouble()).isBetween(59.9, 60.1);
            JsonNode ner = json.get("baselines").get(2);
            assertThat(ner.get("usual").asDouble()).isBetween(89.9, 90.1);
            assertThat(get(server, "/baselines")).contains("carrier-a", "168/168", "200.0");
            assertThat(get(server, "/baselines/week?metric=asr&node=edge-1&trunk=carrier-a"))
                    .contains("asr of trunk carrier-a at edge-1", "60.0 ± 0.0");
        }

        assertThat(printed(options, config.baselines()))
                .contains("carrier-a", "168/168", "200.0", "1 series");
    }

    /** The first time may take longer than the console waits. */
    private static JsonNode learnt(ConsoleServer server) throws Exception {
        JsonNode json;
        do {
            json = new ObjectMapper().readTree(get(server, "/api/v1/baselines"));
        } while (json.get("learning").asBoolean());
        return json;
    }

    private static String get(ConsoleServer server, String path) throws Exception {
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String printed(Configuration options, BaselineSettings settings) {
        long now = EpochMicros.now();
        BaselineReplay replay = new BaselineReplay(settings, Long.MAX_VALUE, finding -> {});
        StoredReplay.run(Report.store(options), now - 42 * DAY, settings.closedBy(now), replay);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Baselines.print(replay.known(now), settings.window(), new PrintStream(bytes, true, UTF_8));
        return bytes.toString(UTF_8);
    }

    private static void store() throws SQLException {
        long end = EpochMicros.now() / STEP * STEP;
        try (Connection connection = DriverManager.getConnection(URL, "sa", "");
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO measurements (name, window_start, window_end, tags,"
                                        + " count) VALUES (?, ?, ?, ?, ?)")) {
            for (long start = end - 15 * DAY; start < end; start += STEP) {
                for (String[] window : OF_A_STEP) {
                    insert.setString(1, window[0]);
                    insert.setObject(2, EpochMicros.utc(start));
                    insert.setObject(3, EpochMicros.utc(start + STEP));
                    insert.setString(4, window[1]);
                    insert.setLong(5, Long.parseLong(window[2]));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    @Test
    void trunksBeyondTheLimitAreLeftOutAndCounted() {
        ConsoleBaselines learner = new ConsoleBaselines(BaselineSettings.defaults(), 2);
        for (int step = 0; step < 3; step++) {
            for (String trunk : new String[] {"a", "b", "c"}) {
                learner.accept(
                        new Measurement(
                                "call_attempts",
                                step * STEP,
                                (step + 1) * STEP,
                                Map.of("node", "edge-1", "trunk", trunk),
                                Map.of("count", 7.0),
                                null));
            }
        }
        var learnt = learner.finish(3 * STEP);
        assertThat(learnt.series()).extracting(of -> of.trunk()).containsExactly("a", "b");
        assertThat(learnt.series()).noneMatch(of -> of.isJudged() || of.isWarm());
        assertThat(learnt.windowsLeftOut()).isEqualTo(3);
    }

    @Test
    void theyTakeATwentiethOfTheHeap() {
        assertThat(ConsoleBaselines.maxSeries(64L << 20)).isEqualTo(100);
        assertThat(ConsoleBaselines.maxSeries(1_000_000_000)).isEqualTo(500);
        assertThat(ConsoleBaselines.maxSeries(Long.MAX_VALUE)).isEqualTo(2_000);
    }
}
