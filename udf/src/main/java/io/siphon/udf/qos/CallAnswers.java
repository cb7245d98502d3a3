package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import java.util.List;

/** Calls that were answered. */
final class CallAnswers extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallAnswers() {
        super(
                Call.class,
                new MetricInfo(
                        "call_answers",
                        MetricKind.COUNT,
                        "calls",
                        "Calls that were answered, in the window of the first 2xx to the INVITE.",
                        List.of("node", "trunk", "direction")));
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ANSWERED) {
            out.tag(call.node()).tag(call.trunk()).tag(call.direction()).count(call.changeMicros());
        }
    }
}
