package io.siphon.udf.qos;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // the harness closes with Exception
class HoldBackWatermarksTest {

    @Test
    void watermarksLagExceptTheLast() throws Exception {
        try (var harness =
                new OneInputStreamOperatorTestHarness<>(new HoldBackWatermarks<String>(1_000))) {
            harness.open();
            harness.processWatermark(Long.MIN_VALUE);
            harness.processElement("a", 5_000);
            harness.processWatermark(5_000);
            harness.processElement("b", 4_500);
            harness.processWatermark(Long.MAX_VALUE);
            assertThat(harness.getOutput())
                    .containsExactly(
                            new Watermark(Long.MIN_VALUE),
                            new StreamRecord<>("a", 5_000),
                            new Watermark(4_000),
                            new StreamRecord<>("b", 4_500),
                            Watermark.MAX_WATERMARK);
        }
    }
}
