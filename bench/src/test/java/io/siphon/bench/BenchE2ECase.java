package io.siphon.bench;

import io.siphon.bench.lab.SiphonCommand;
import io.siphon.sources.Captures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A few seconds of {@code siphon bench}, so that it cannot rot: figures are there, and add up. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class BenchE2ECase {

    @Test
    void measuresSiphonAndKamailioInOneRun() throws Exception {
        String output = run("--smoke", "--peer", "kamailio", "--json");
        assertThat(output).contains("ratio kamailio/siphon of CPU a message: process ");
        List<String> lines = output.strip().lines().toList();
        JsonNode siphon = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        JsonNode kamailio = new ObjectMapper().readTree(lines.get(lines.size() - 2));
        for (JsonNode figures : List.of(siphon, kamailio)) {
            assertThat(figures.get("sent").asLong()).isPositive();
            assertThat(figures.get("stored").asLong() + figures.at("/drops/kernel").asLong())
                    .isEqualTo(figures.get("sent").asLong());
            assertThat(figures.at("/cpu_s_per_100k/siphon").asDouble()).isPositive();
            assertThat(figures.at("/cpu_s_per_100k/database").asDouble()).isPositive();
            assertThat(figures.get("peak_rss_mb").asLong()).isPositive();
            JsonNode table = figures.at("/bytes_a_message").elements().next();
            assertThat(table.get("rows").asLong()).isPositive();
            assertThat(table.get("data").asLong()).isBetween(200L, 3000L);
            assertThat(table.get("index").asLong()).isPositive();
        }
        assertThat(siphon.at("/latency_ms/p50").asLong())
                .isPositive()
                .isLessThanOrEqualTo(siphon.at("/latency_ms/p99").asLong());
    }

    @Test
    void countsWhatTheSourceAloneReceives() throws Exception {
        JsonNode figures = figures("--smoke", "--capture-only", "payload", "--json");
        assertThat(figures.get("stored").asLong() + figures.at("/drops/kernel").asLong())
                .isEqualTo(figures.get("sent").asLong())
                .isEqualTo(1000);
        assertThat(figures.at("/cpu_s_per_100k/siphon").asDouble()).isPositive();
    }

    @Test
    void goesOnFromADatabaseThatIsFullAndCallsThatAreUp() throws Exception {
        JsonNode figures =
                figures(
                        "--rate=500",
                        "--messages=500",
                        "--warm-up=100",
                        "--warm-up-rate=500",
                        "--concurrent-calls=50",
                        "--hot-call=0.2",
                        "--prefill=10000",
                        "--parallelism=2",
                        "--receive-buffer=1mb",
                        "--search-every=1s",
                        "--json");
        assertThat(figures.get("stored").asLong() + figures.at("/drops/kernel").asLong())
                .isEqualTo(figures.get("sent").asLong())
                .isEqualTo(500);
        assertThat(figures.get("start_s").asDouble()).isPositive();
        assertThat(figures.at("/searches/count").asInt()).isPositive();
        assertThat(figures.at("/searches/failed").asInt()).isZero();
        assertThat(figures.at("/searches/database_cpu_s").isNumber()).isTrue();
    }

    @Test
    void readsACaptureAsTsharkDoes(@TempDir Path folder) throws Exception {
        Path capture = folder.resolve("b2bua.pcap");
        try (InputStream in = Captures.open("kam-hep3-b2bua.raw.pcap")) {
            Files.copy(in, capture);
        }
        String output = run("--read", capture.toString(), "--json");
        JsonNode figures = last(output);
        assertThat(figures.at("/tshark/messages").asLong())
                .as(output)
                .isPositive()
                .isEqualTo(figures.at("/reading/messages").asLong())
                .isEqualTo(figures.at("/storing/messages").asLong());
        assertThat(figures.at("/packets").asLong()).as(output).isEqualTo(142);
        for (String by : List.of("tshark", "reading", "storing")) {
            assertThat(figures.at("/" + by + "/cpu_s").asDouble()).as(by).isPositive();
            assertThat(figures.at("/" + by + "/packets_per_s").asDouble()).as(by).isPositive();
        }
    }

    private static JsonNode figures(String... arguments) throws Exception {
        return last(run(arguments));
    }

    private static JsonNode last(String output) throws Exception {
        List<String> lines = output.strip().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    private static String run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("bench"));
        line.addAll(List.of(arguments));
        try (SiphonCommand bench = SiphonCommand.start(line.toArray(String[]::new))) {
            SiphonCommand.Result result = bench.awaitEnd(Duration.ofSeconds(240));
            assertThat(result.status()).as(result.output()).isZero();
            return result.output();
        }
    }
}
