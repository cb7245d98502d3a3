package io.siphon.udf.qos;

import io.siphon.schema.Measurement;

import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static io.siphon.udf.qos.QosEvents.BEGINNING;
import static io.siphon.udf.qos.QosEvents.at;
import static io.siphon.udf.qos.QosEvents.ms;
import static org.assertj.core.api.Assertions.assertThat;

class ConcurrentCallsTest {

    private static final QosSettings SETTINGS =
            new QosSettings(Duration.ofSeconds(60), Duration.ZERO, 100);

    private KeyedOneInputStreamOperatorTestHarness<String, LevelChanges, Measurement> harness;

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
    void measuresHighestMeanAndLast() throws Exception {
        up(0);
        up(15);
        down(30);
        watermark(59.999);
        // 1 for 15 s, 2 for 15 s, 1 for 30 s.
        assertThat(measurements()).containsExactly("+0 all max 2.0 mean 1.25 last 1.0");
    }

    @Test
    void measuresEveryWindowWhileCallsAreUpAndNoneAfter() throws Exception {
        up(30);
        down(150);
        watermark(600);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 1.0 mean 0.5 last 1.0",
                        "+60 all max 1.0 mean 1.0 last 1.0",
                        "+120 all max 1.0 mean 0.5 last 0.0");
        assertNothingLeft();
    }

    @Test
    void startsAnewAfterAGap() throws Exception {
        up(30);
        down(45);
        watermark(300);
        up(330);
        down(345);
        watermark(600);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 1.0 mean 0.25 last 0.0", "+300 all max 1.0 mean 0.25 last 0.0");
        assertNothingLeft();
    }

    @Test
    void skipsAGapThatTheWatermarkJumpsOver() throws Exception {
        up(30);
        down(45);
        up(630);
        down(645);
        watermark(1_000);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 1.0 mean 0.25 last 0.0", "+600 all max 1.0 mean 0.25 last 0.0");
        assertNothingLeft();
    }

    @Test
    void isTheSameInAnyOrderOfArrival() throws Exception {
        down(30);
        up(15);
        up(0);
        down(20);
        watermark(60);
        // 1 for 15 s, 2 for 5 s, 1 for 10 s.
        assertThat(measurements())
                .containsExactly("+0 all max 2.0 mean " + 35 / 60.0 + " last 0.0");
        assertNothingLeft();
    }

    @Test
    void takesStepsOfSeveralWindowsTogether() throws Exception {
        together(
                LevelSteps.step(at(90), false),
                LevelSteps.step(at(30), true),
                LevelSteps.step(at(45), true),
                LevelSteps.step(at(190), false));
        watermark(60);
        watermark(600);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 2.0 mean 0.75 last 2.0",
                        "+60 all max 2.0 mean 1.5 last 1.0",
                        "+120 all max 1.0 mean 1.0 last 1.0",
                        "+180 all max 1.0 mean " + 10 / 60.0 + " last 0.0");
        assertNothingLeft();
    }

    @Test
    void stepsInTimeAndLateOnesMayComeTogether() throws Exception {
        watermark(60);
        together(
                LevelSteps.step(at(75), true),
                LevelSteps.step(at(30), true),
                LevelSteps.step(at(90), false),
                LevelSteps.step(at(105), false));
        watermark(600);
        assertThat(measurements()).containsExactly("+60 all max 2.0 mean 1.0 last 0.0");
        assertNothingLeft();
    }

    @Test
    void changesAtOneTimeCountTogether() throws Exception {
        up(0);
        down(30);
        up(30);
        watermark(60);
        assertThat(measurements()).containsExactly("+0 all max 1.0 mean 1.0 last 1.0");
    }

    @Test
    void aLateChangeMovesTheLevelFromTheFirstOpenWindowOn() throws Exception {
        up(0);
        watermark(120);
        up(10);
        watermark(180);
        down(185);
        down(190);
        watermark(240);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 1.0 mean 1.0 last 1.0",
                        "+60 all max 1.0 mean 1.0 last 1.0",
                        "+120 all max 2.0 mean 2.0 last 2.0",
                        "+180 all max 2.0 mean 0.25 last 0.0");
        assertNothingLeft();
    }

    @Test
    void anAnswerLaterThanItsEndShowsNoNegativeLevel() throws Exception {
        down(30);
        watermark(60);
        up(10);
        watermark(120);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 0.0 mean 0.0 last 0.0", "+60 all max 0.0 mean 0.0 last 0.0");
        assertNothingLeft();
    }

    @Test
    void endsWithTheInputThoughCallsAreUp() throws Exception {
        up(30);
        up(150);
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 1.0 mean 0.5 last 1.0",
                        "+60 all max 1.0 mean 1.0 last 1.0",
                        "+120 all max 2.0 mean 1.5 last 2.0");
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void keepsTheLevelInASnapshot() throws Exception {
        up(30);
        up(70);
        watermark(60);
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        watermark(60);
        down(90);
        down(90);
        watermark(120);
        assertThat(measurements())
                .containsExactly("+60 all max 2.0 mean " + 50 / 60.0 + " last 0.0");
        assertNothingLeft();
    }

    @Test
    void goesOnFromTheMapThatAnEarlierVersionKept() throws Exception {
        harness.close();
        harness = harness(new Earlier());
        harness.open();
        up(30);
        up(70);
        up(70);
        down(90);
        down(90);
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness(new ConcurrentCalls(SETTINGS));
        harness.initializeState(snapshot);
        harness.open();
        watermark(60);
        down(90);
        watermark(120);
        assertThat(measurements())
                .containsExactly(
                        "+0 all max 1.0 mean 0.5 last 1.0",
                        "+60 all max 3.0 mean " + 70 / 60.0 + " last 0.0");
        assertNothingLeft();
    }

    @Test
    void aLateChangeMovesTheLevelThoughARestoreForgotTheWatermark() throws Exception {
        up(30);
        watermark(120);
        var snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        up(10);
        watermark(130);
        assertThat(measurements()).isEmpty();
        down(150);
        down(150);
        watermark(180);
        assertThat(measurements()).containsExactly("+120 all max 2.0 mean 1.0 last 0.0");
        assertNothingLeft();
    }

    private void up(double seconds) throws Exception {
        change(seconds, 1);
    }

    private void down(double seconds) throws Exception {
        change(seconds, -1);
    }

    private void change(double seconds, int change) throws Exception {
        together(LevelSteps.step(at(seconds), change > 0));
    }

    private void together(long... steps) throws Exception {
        harness.processElement(new LevelChanges(new String[0], steps), ms(0));
    }

    private void watermark(double seconds) throws Exception {
        harness.processWatermark(ms(seconds));
    }

    private List<String> measurements() {
        return harness.extractOutputValues().stream()
                .map(
                        m ->
                                "+"
                                        + (m.startMicros() - BEGINNING) / 1_000_000
                                        + (m.tags().isEmpty() ? " all" : " " + m.tagLine())
                                        + " max "
                                        + m.fields().get("max")
                                        + " mean "
                                        + m.fields().get("mean")
                                        + " last "
                                        + m.fields().get("last"))
                .toList();
    }

    private void assertNothingLeft() {
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    /** A map of the changes at each µs. */
    private static final class Earlier
            extends KeyedProcessFunction<String, LevelChanges, Measurement> {

        private static final long serialVersionUID = 1;

        @Override
        public void processElement(LevelChanges change, Context context, Collector<Measurement> out)
                throws Exception {
            ValueState<LevelState> level =
                    getRuntimeContext()
                            .getState(new ValueStateDescriptor<>("level", LevelState.class));
            LevelState begun = new LevelState();
            begun.tags = change.tags();
            level.update(begun);
            MapState<Long, Long> changes =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>("changes", Types.LONG, Types.LONG));
            long step = change.steps()[0];
            Long before = changes.get(LevelSteps.micros(step));
            changes.put(
                    LevelSteps.micros(step),
                    (before == null ? 0 : before) + LevelSteps.change(step));
            MeasureWindow grid = SETTINGS.grid();
            context.timerService()
                    .registerEventTimeTimer(grid.closesAt(grid.start(LevelSteps.micros(step))));
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, LevelChanges, Measurement>
            harness() throws Exception {
        return harness(new ConcurrentCalls(SETTINGS));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, LevelChanges, Measurement>
            harness(KeyedProcessFunction<String, LevelChanges, Measurement> function)
                    throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), LevelChanges::series, Types.STRING);
    }
}
