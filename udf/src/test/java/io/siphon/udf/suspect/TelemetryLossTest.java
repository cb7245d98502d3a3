package io.siphon.udf.suspect;

import io.siphon.schema.Severity;
import io.siphon.sources.KernelLoss;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.functions.util.ListCollector;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryLossTest {

    private static final long START = CallFixture.BEGINNING;

    @Test
    void tenDatagramsOfASocketAreTold() {
        assertThat(findings(10))
                .containsExactly(
                        new Finding(
                                "telemetry_loss",
                                Severity.WARNING,
                                "",
                                "0.0.0.0:9060",
                                START,
                                START + 2_500_000,
                                10,
                                10,
                                10,
                                "the kernel dropped 10 datagrams of 0.0.0.0:9060 within 2.5 s: its"
                                        + " buffer was full"));
        assertThat(findings(200)).extracting(Finding::severity).containsOnly(Severity.CRITICAL);
    }

    @Test
    void nineAreNot() {
        assertThat(findings(9)).isEmpty();
    }

    private static List<Finding> findings(long datagrams) {
        List<Finding> found = new ArrayList<>();
        new TelemetryLoss(10)
                .flatMap(
                        new KernelLoss(START, START + 2_500_000, "0.0.0.0:9060", datagrams),
                        new ListCollector<>(found));
        return found;
    }
}
