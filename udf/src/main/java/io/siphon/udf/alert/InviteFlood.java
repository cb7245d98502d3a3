package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricKind;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.payload.Endpoints;
import io.siphon.udf.qos.Samples;

/**
 * Calls begun by one source address: a dialler, a scanner or a loop. Calls, not messages: the hops
 * of one call and its retransmissions are one.
 */
final class InviteFlood extends Detector<Call> {

    private static final long serialVersionUID = 1L;

    private final int threshold;

    InviteFlood(int threshold) {
        super(
                Call.class,
                "invite_flood",
                MetricKind.COUNT,
                "calls",
                "Calls that one source address began; retransmissions and further hops do not"
                        + " count.");
        this.threshold = threshold;
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.STARTED && !call.source().isEmpty()) {
            out.tag(call.node()).tag(Endpoints.address(call.source())).count(call.changeMicros());
        }
    }

    @Override
    Finding judge(Measurement window) {
        return count(window) < threshold
                ? null
                : alert(
                        window,
                        count(window),
                        threshold,
                        subject(window) + " began " + count(window) + " calls");
    }
}
