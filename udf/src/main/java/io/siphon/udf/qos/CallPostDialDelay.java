package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricCatalogue;

/** How long a caller waits until something rings. */
final class CallPostDialDelay extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallPostDialDelay() {
        super(Call.class, MetricCatalogue.CALL_PDD_MS);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.pddMs() >= 0 && firstKnownAt(call)) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .value(call.changeMicros(), call.pddMs());
        }
    }

    private static boolean firstKnownAt(Call call) {
        return call.change() == CallChange.RINGING
                || call.change() == CallChange.ANSWERED && call.ringingAt() == 0;
    }
}
