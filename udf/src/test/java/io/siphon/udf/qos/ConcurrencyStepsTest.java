package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;

import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static io.siphon.udf.qos.QosEvents.at;
import static io.siphon.udf.qos.QosEvents.ms;
import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyStepsTest {

    private OneInputStreamOperatorTestHarness<Call, LevelChanges> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new ConcurrencySteps());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void callsCountFromAnswerToEndForTheirTrunkAndForAll() throws Exception {
        take(QosEvents.started(0));
        take(QosEvents.ringing(1));
        take(QosEvents.ended(0, 9, CallOutcome.BUSY));
        take(QosEvents.answered(1, 2));
        take(QosEvents.ended(2, 5, CallOutcome.TIMED_OUT));
        assertThat(changes()).isEmpty();
        harness.processWatermark(ms(6));
        assertThat(changes())
                .containsExactlyInAnyOrder("node,proxy1,trunk,carrier-a +2 -5", " +2 -5");
        harness.processWatermark(ms(7));
        assertThat(changes()).hasSize(2);
    }

    @Test
    void callsWithoutNodeAndTrunkCountForAllOnce() throws Exception {
        take(QosEvents.call("", "", CallChange.ANSWERED, at(2), 0, at(2), CallOutcome.ANSWERED));
        harness.processWatermark(ms(3));
        assertThat(changes()).containsExactly(" +2");
    }

    @Test
    void givesOnAllBeforeACheckpointAndHasNoState() throws Exception {
        take(QosEvents.answered(1, 2));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(changes()).hasSize(2);
        var snapshot = harness.snapshot(1, 1);
        assertThat(snapshot.getManagedOperatorState()).isEmpty();
        assertThat(snapshot.getManagedKeyedState()).isEmpty();
        harness.processWatermark(ms(3));
        assertThat(changes()).hasSize(2);
    }

    @Test
    void givesOnAllAtTheEndOfTheInput() throws Exception {
        take(QosEvents.answered(1, 2));
        harness.endInput();
        assertThat(changes()).hasSize(2);
    }

    @Test
    void aLongListOfStepsIsWhole() throws Exception {
        for (int i = 0; i < 1000; i++) {
            take(QosEvents.answered(1, i));
        }
        harness.endInput();
        assertThat(harness.extractOutputValues())
                .extracting(c -> c.steps().length)
                .containsExactly(1000, 1000);
    }

    private void take(Call call) throws Exception {
        harness.processElement(call, call.changeMicros() / 1000);
    }

    /** {@code node,proxy1 +2 -5}: up in second 2, down in second 5. */
    private List<String> changes() {
        return harness.extractOutputValues().stream()
                .map(c -> String.join(",", c.tags()) + steps(c.steps()))
                .toList();
    }

    private static String steps(long[] steps) {
        StringBuilder text = new StringBuilder();
        Arrays.stream(steps)
                .forEach(
                        step ->
                                text.append(LevelSteps.change(step) > 0 ? " +" : " -")
                                        .append((LevelSteps.micros(step) - at(0)) / 1_000_000));
        return text.toString();
    }
}
