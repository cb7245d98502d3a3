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

    /** A call that was answered is, also if its end was not seen. */
    private static String effective(Call call) {
        if (call.outcome().isUndecided()) {
            return "";
        }
        return call.answeredAt() > 0
                        || call.outcome().isEffective(call.finalStatus(), call.q850Cause())
                ? "yes"
                : "no";
    }
}
