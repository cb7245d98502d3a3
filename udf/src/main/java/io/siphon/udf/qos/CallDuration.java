package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.MetricCatalogue;

/** How long answered calls were up; its mean is what carriers call ACD or ALOC. */
final class CallDuration extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    private static final double MS_PER_SECOND = 1_000;

    CallDuration() {
        super(Call.class, MetricCatalogue.CALL_DURATION_S);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ENDED
                && call.answeredAt() > 0
                && call.durationMs() >= 0
                && call.outcome() != CallOutcome.TIMED_OUT
                && call.outcome() != CallOutcome.EVICTED) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .value(call.changeMicros(), call.durationMs() / MS_PER_SECOND);
        }
    }
}
