package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** How long a caller waits until someone answers. */
final class CallSetupTime extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallSetupTime() {
        super(Call.class, MetricCatalogue.CALL_SETUP_MS);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ANSWERED && call.setupMs() >= 0) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .value(call.changeMicros(), call.setupMs());
        }
    }
}
