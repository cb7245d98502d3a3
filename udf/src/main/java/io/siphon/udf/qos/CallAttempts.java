package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** Calls that began. */
final class CallAttempts extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallAttempts() {
        super(Call.class, MetricCatalogue.CALL_ATTEMPTS);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.STARTED) {
            out.tag(call.node()).tag(call.trunk()).tag(call.direction()).count(call.changeMicros());
        }
    }
}
