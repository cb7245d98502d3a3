package io.siphon.udf.qos;

import io.siphon.schema.Measurement;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static io.siphon.udf.qos.QosEvents.at;
import static io.siphon.udf.qos.QosEvents.ms;
import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("try") // the harness closes with Exception
class MeasureLateTest {

    private static final double A_DAY = 86_400;

    private KeyedOneInputStreamOperatorTestHarness<String, Partial, Measurement> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void countsAllSeriesOfAMetricByTheWindowThatTheyBelongTo() throws Exception {
        harness.processWatermark(ms(600));
        late("sip_requests", "a", 0, 2);
        late("sip_requests", "b", 0, 3);
        late("sip_requests", "a", 60, 7);
        late("rtcp_loss_pct", "a", 0, 1);
        harness.processWatermark(ms(660));

        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        told("sip_requests", 0, 5),
                        told("sip_requests", 60, 7),
                        told("rtcp_loss_pct", 0, 1));
    }

    @Test
    void tellsTheWholeCountAnewAndNothingTwice() throws Exception {
        harness.processWatermark(ms(600));
        late("sip_requests", "a", 0, 2);
        harness.processWatermark(ms(660));
        harness.processWatermark(ms(1200));
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        late("sip_requests", "a", 0, 4);
        harness.processWatermark(ms(1260));

        assertThat(harness.extractOutputValues()).containsExactly(told("sip_requests", 0, 6));
    }

    @Test
    void tellsAtTheEndOfTheInput() throws Exception {
        harness.processWatermark(ms(600));
        late("sip_requests", "a", 0, 2);
        harness.processWatermark(Long.MAX_VALUE);

        assertThat(harness.extractOutputValues()).containsExactly(told("sip_requests", 0, 2));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void hasNeitherStateNorTimersAfterADay() throws Exception {
        harness.processWatermark(ms(600));
        late("sip_requests", "a", 0, 2);
        harness.processWatermark(ms(A_DAY));
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        harness.processWatermark(ms(A_DAY + 60));

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    private void late(String metric, String node, double startSeconds, long count)
            throws Exception {
        harness.processElement(
                new Partial(metric, new String[] {"node", node}, at(startSeconds), count, null),
                ms(startSeconds));
    }

    private static Measurement told(String metric, double startSeconds, double count) {
        return new Measurement(
                "late_samples",
                at(startSeconds),
                at(startSeconds + 60),
                Map.of("metric", metric),
                Map.of("count", count),
                null);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Partial, Measurement> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new MeasureLate(QosSettings.defaults())),
                MeasureLate::key,
                Types.STRING);
    }
}
