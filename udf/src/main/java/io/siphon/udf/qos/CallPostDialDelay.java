package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import java.util.List;

/** How long a caller waits until something rings. */
final class CallPostDialDelay extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallPostDialDelay() {
        super(
                Call.class,
                new MetricInfo(
                        "call_pdd_ms",
                        MetricKind.DISTRIBUTION,
                        "ms",
                        "Post-dial delay: from the first INVITE to the first 180 or 183, else to the"
                                + " answer; once a call, in the window of that response.",
                        List.of("node", "trunk", "direction")));
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
