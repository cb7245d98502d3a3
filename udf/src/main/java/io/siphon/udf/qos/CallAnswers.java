package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** Calls that were answered. */
final class CallAnswers extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallAnswers() {
        super(Call.class, MetricCatalogue.CALL_ANSWERS);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ANSWERED) {
            out.tag(call.node()).tag(call.trunk()).tag(call.direction()).count(call.changeMicros());
        }
    }
}
