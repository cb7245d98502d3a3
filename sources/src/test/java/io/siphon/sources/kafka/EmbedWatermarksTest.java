package io.siphon.sources.kafka;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EmbedWatermarksTest {

    @Test
    void tellsEachPartitionOnceASecond() throws Exception {
        try (OneInputStreamOperatorTestHarness<HepPacket, HepPacket> capture =
                new OneInputStreamOperatorTestHarness<>(new EmbedWatermarks("site-a", 2))) {
            capture.open();
            for (long ms : new long[] {10_000, 10_999, 11_000, 11_200, Long.MAX_VALUE}) {
                capture.processWatermark(ms);
            }
            List<String> told =
                    capture.extractOutputValues().stream()
                            .map(
                                    mark ->
                                            mark.node()
                                                    + " "
                                                    + mark.timeMicros()
                                                    + " for "
                                                    + WatermarkRecord.partition(mark))
                            .toList();
            assertThat(told)
                    .containsExactly(
                            "site-a/0 10000000 for 0",
                            "site-a/0 10000000 for 1",
                            "site-a/0 11000000 for 0",
                            "site-a/0 11000000 for 1");
            assertThat(capture.extractOutputValues()).allMatch(WatermarkRecord::is);
        }
    }

    @Test
    void packetsPass() throws Exception {
        HepPacket packet = WatermarkRecord.greeting(WatermarkRecord.of("x", 1, 0));
        try (OneInputStreamOperatorTestHarness<HepPacket, HepPacket> capture =
                new OneInputStreamOperatorTestHarness<>(new EmbedWatermarks("site-a", 2))) {
            capture.open();
            capture.processElement(packet, 1);
            assertThat(capture.extractOutputValues()).hasSize(1);
            assertThat(capture.extractOutputValues().get(0).node()).isEqualTo("x");
        }
    }
}
