package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import java.util.List;

/** How long a caller waits until someone answers. */
final class CallSetupTime extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallSetupTime() {
        super(
                Call.class,
                new MetricInfo(
                        "call_setup_ms",
                        MetricKind.DISTRIBUTION,
                        "ms",
                        "From the first INVITE to the first 2xx, ringing included; in the window of"
                                + " the answer.",
                        List.of("node", "trunk", "direction")));
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
