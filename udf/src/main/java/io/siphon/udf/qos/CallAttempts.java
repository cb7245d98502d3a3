package io.siphon.udf.qos;

import io.siphon.udf.call.Call;
import io.siphon.udf.call.CallChange;

import java.util.List;

/** Calls that began. */
final class CallAttempts extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallAttempts() {
        super(
                Call.class,
                new MetricInfo(
                        "call_attempts",
                        MetricKind.COUNT,
                        "calls",
                        "Calls that began, in the window of their first INVITE: as many as"
                                + " `calls` has rows. A challenge, a redirection or a gateway that"
                                + " refuses, and the retry that follows, are one.",
                        List.of("node", "trunk", "direction")));
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.STARTED) {
            out.tag(call.node()).tag(call.trunk()).tag(call.direction()).count(call.changeMicros());
        }
    }
}
