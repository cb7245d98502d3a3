package io.siphon.job.bench;

import io.siphon.job.lab.SiphonCommand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A few seconds of {@code siphon bench}, so that it cannot rot: figures are there, and add up. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BenchE2ECase {

    @Test
    void measuresSiphonAndKamailioInOneRun() throws Exception {
        SiphonCommand.Result result;
        try (SiphonCommand bench =
                SiphonCommand.start("bench", "--smoke", "--peer", "kamailio", "--json")) {
            result = bench.awaitEnd(Duration.ofSeconds(240));
        }
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("ratio kamailio/siphon of CPU a message: process ");
        List<String> lines = result.output().strip().lines().toList();
        JsonNode siphon = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        JsonNode kamailio = new ObjectMapper().readTree(lines.get(lines.size() - 2));
        for (JsonNode figures : List.of(siphon, kamailio)) {
            assertThat(figures.get("sent").asLong()).isPositive();
            assertThat(figures.get("stored").asLong() + figures.at("/drops/kernel").asLong())
                    .isEqualTo(figures.get("sent").asLong());
            assertThat(figures.at("/cpu_s_per_100k/siphon").asDouble()).isPositive();
            assertThat(figures.at("/cpu_s_per_100k/database").asDouble()).isPositive();
            assertThat(figures.get("peak_rss_mb").asLong()).isPositive();
        }
        assertThat(siphon.at("/latency_ms/p50").asLong())
                .isPositive()
                .isLessThanOrEqualTo(siphon.at("/latency_ms/p99").asLong());
    }
}
