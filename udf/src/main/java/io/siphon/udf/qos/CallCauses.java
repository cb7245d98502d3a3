package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** Why calls that are over ended as they did. */
final class CallCauses extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallCauses() {
        super(Call.class, MetricCatalogue.CALL_CAUSES);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ENDED) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .tag(call.verdict().cause().tag())
                    .count(call.changeMicros());
        }
    }
}
