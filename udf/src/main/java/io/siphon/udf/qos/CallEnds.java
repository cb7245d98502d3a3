package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** Calls that are over. */
final class CallEnds extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallEnds() {
        super(Call.class, MetricCatalogue.CALL_ENDS);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ENDED) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .tag(call.outcome().tag())
                    .tag(effective(call))
                    .count(call.changeMicros());
        }
    }

    private static String effective(Call call) {
        if (call.outcome().isUndecided()) {
            return "";
        }
        return call.isEffective() ? "yes" : "no";
    }
}
