package io.siphon.udf.call;

import io.siphon.schema.Call;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.windowing.PassThroughWindowFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperatorBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.ms;
import static org.assertj.core.api.Assertions.assertThat;

/** That no row comes late to the windows behind the tracker, the shortest ones even. */
class CallWindowsTest {

    private static final OutputTag<Call> LATE =
            new OutputTag<>("late", TypeInformation.of(Call.class));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesEveryRowInTime(boolean assignedByTimer) throws Exception {
        try (CallHarness tracker = new CallHarness();
                KeyedOneInputStreamOperatorTestHarness<String, Call, Call> windows = windows()) {
            windows.open();
            for (int i = 0; i < 20; i++) {
                Duration t = ms(i * 1830);
                tracker.live(
                        call("answered-" + i)
                                .invite(t)
                                .ringing(t.plusMillis(200))
                                .answered(t.plusMillis(700))
                                .bye(t.plusMillis(1500)));
                tracker.live(
                        call("challenged-" + i)
                                .invite(t.plusMillis(1600))
                                .challenged(t.plusMillis(1601), 407));
                tracker.live(call("open-" + i).invite(t.plusMillis(1700)));
            }
            tracker.end();

            for (Object o : tracker.output()) {
                if (o instanceof Watermark w) {
                    windows.processWatermark(w);
                } else if (o instanceof StreamRecord<?> r && r.getValue() instanceof Call row) {
                    windows.processElement(
                            row, assignedByTimer ? r.getTimestamp() : row.changeMicros() / 1000);
                }
            }
            assertThat(windows.getSideOutput(LATE)).isNull();
            assertThat(windows.extractOutputValues()).hasSize(20 * 4 + 20 * 2 + 20 * 2);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Call, Call> windows()
            throws Exception {
        WindowOperatorBuilder<Call, String, TimeWindow> operator =
                new WindowOperatorBuilder<>(
                        TumblingEventTimeWindows.of(Duration.ofSeconds(1)),
                        EventTimeTrigger.create(),
                        new ExecutionConfig(),
                        TypeInformation.of(Call.class),
                        Call::callId,
                        Types.STRING);
        operator.sideOutputLateData(LATE);
        return new KeyedOneInputStreamOperatorTestHarness<>(
                operator.apply(new PassThroughWindowFunction<String, TimeWindow, Call>()),
                Call::callId,
                Types.STRING);
    }
}
