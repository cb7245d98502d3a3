package io.siphon.udf.call;

import io.siphon.schema.Call;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;

import java.util.List;

import static io.siphon.schema.CallChange.ENDED;
import static io.siphon.schema.CallChange.STARTED;
import static io.siphon.udf.call.CallScript.call;
import static io.siphon.udf.call.CallScript.s;
import static org.assertj.core.api.Assertions.assertThat;

/** Savepoints of when Flink held events and calls, each for itself. */
class EarlierCallsTest {

    private static final List<SipMessage> UP =
            call("up").invite().answered(s(1)).ack(s(1.1)).bye(s(20)).messages();
    private static final SipMessage TAKEN = call("up").byeResponse(s(20.01), 200).messages().get(0);
    private static final List<SipMessage> OVER = call("over").invite().messages();
    private static final List<SipMessage> HELD = call("held").invite(s(2)).messages();

    @Test
    void areTakenOver() throws Exception {
        try (CallHarness tracker = new CallHarness(earlier())) {
            assertThat(tracker.gauge("heldEvents")).isEqualTo(1);
            tracker.at(s(4));
            assertThat(tracker.changes()).containsExactly(STARTED);
            assertThat(tracker.row().callId()).isEqualTo("held");

            tracker.push(UP.get(UP.size() - 1)).push(TAKEN).at(s(22));
            assertThat(tracker.changes()).containsExactly(STARTED, ENDED);
            assertThat(tracker.row().callId()).isEqualTo("up");
            assertThat(tracker.row().durationMs()).isEqualTo(19_000);

            tracker.push(OVER.get(0)).at(s(24));
            assertThat(tracker.changes()).hasSize(2);
            tracker.end();
        }
    }

    private static OperatorSubtaskState earlier() throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, CallEvent, Call> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Earlier()),
                        CallEvent::callId,
                        Types.STRING,
                        CallHarness.GROUPS,
                        1,
                        0)) {
            harness.open();
            for (SipMessage m : List.of(UP.get(0), OVER.get(0), HELD.get(0))) {
                harness.processElement(CallEvent.of(m), m.timeMicros() / 1000);
            }
            return harness.snapshot(1, 1);
        }
    }

    /** State as it was kept then, of a call of each kind. */
    private static final class Earlier extends KeyedProcessFunction<String, CallEvent, Call> {

        private static final long serialVersionUID = 1;

        private transient ListState<CallEvent> events;
        private transient ValueState<CallState> calls;
        private transient ValueState<EndedCall> ended;

        @Override
        public void open(OpenContext context) {
            events =
                    getRuntimeContext()
                            .getListState(new ListStateDescriptor<>("events", CallEvent.class));
            calls =
                    getRuntimeContext()
                            .getState(new ValueStateDescriptor<>("call", CallState.class));
            ended =
                    getRuntimeContext()
                            .getState(new ValueStateDescriptor<>("ended", EndedCall.class));
        }

        @Override
        public void processElement(CallEvent event, Context context, Collector<Call> out)
                throws Exception {
            switch (context.getCurrentKey()) {
                case "up" -> {
                    CallState call = CallState.of("up");
                    for (SipMessage m : UP.subList(0, UP.size() - 1)) {
                        new CallRules(call, change -> {}).apply(CallEvent.of(m));
                    }
                    calls.update(call);
                }
                case "over" -> {
                    EndedCall over = new EndedCall();
                    over.source = event.source();
                    over.startedAt = event.timeMicros();
                    over.endedAt = event.timeMicros() + 100_000;
                    over.closedAt = over.endedAt;
                    over.cseq = event.cseq();
                    over.hops = event.hops();
                    over.branches = new String[] {event.branch()};
                    ended.update(over);
                }
                default -> {
                    events.add(event);
                    context.timerService().registerEventTimeTimer(event.timeMicros() / 1000 + 999);
                }
            }
        }
    }
}
