package io.siphon.udf.qos;

import io.siphon.schema.Measurement;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static io.siphon.udf.qos.QosEvents.at;
import static io.siphon.udf.qos.QosEvents.ms;
import static org.assertj.core.api.Assertions.assertThat;

class BoundLevelsTest {

    private KeyedOneInputStreamOperatorTestHarness<Long, Measurement, Measurement> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                new BoundLevels(
                                        new QosSettings(Duration.ofSeconds(60), Duration.ZERO, 2))),
                        Measurement::startMicros,
                        Types.LONG);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void levelsWithinTheBoundAreAsTheyAre() throws Exception {
        level(0, Map.of(), 9);
        level(0, Map.of("node", "a"), 4);
        level(0, Map.of("node", "b", "trunk", "t"), 5);
        harness.processWatermark(ms(59.999));
        assertThat(levels())
                .containsExactlyInAnyOrder("+0 {} 9", "+0 {node=a} 4", "+0 {node=b, trunk=t} 5");
        assertNothingLeft();
    }

    /** Forged nodes with a call each hide no real one, and make no more rows than there may be. */
    @Test
    void theHighestKeepTheirNamesAndTheOthersAreAddedUp() throws Exception {
        for (int n = 0; n < 1000; n++) {
            level(0, Map.of("node", "forged" + n), 1);
            if (n == 500) {
                level(0, Map.of("node", "edge"), 70);
                level(60, Map.of("node", "edge"), 71);
            }
        }
        level(0, Map.of("node", "core"), 3);
        harness.processWatermark(ms(59.999));
        assertThat(levels())
                .containsExactlyInAnyOrder(
                        "+0 {node=edge} 70",
                        "+0 {node=core} 3",
                        "+0 {node=other, trunk=other} 1000");
        harness.processWatermark(ms(120));
        assertThat(levels()).hasSize(4).contains("+60 {node=edge} 71");
        assertNothingLeft();
    }

    private void level(double start, Map<String, String> tags, double level) throws Exception {
        harness.processElement(
                new Measurement(
                        ConcurrentCalls.INFO.name(),
                        at(start),
                        at(start + 60),
                        tags,
                        Map.of("max", level, "mean", level, "last", level),
                        null),
                ms(start));
    }

    private List<String> levels() {
        return harness.extractOutputValues().stream()
                .map(
                        one ->
                                "+%d %s %.0f"
                                        .formatted(
                                                (one.startMicros() - at(0)) / 1_000_000,
                                                new TreeMap<>(one.tags()),
                                                one.fields().get("mean")))
                .toList();
    }

    private void assertNothingLeft() {
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }
}
