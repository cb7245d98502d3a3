package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import java.util.List;

/** Calls that are over. */
final class CallEnds extends Metric<Call> {

    private static final long serialVersionUID = 1L;

    CallEnds() {
        super(
                Call.class,
                new MetricInfo(
                        "call_ends",
                        MetricKind.COUNT,
                        "calls",
                        "Calls that are over, by their outcome (`answered`, `busy`, `no_answer` …),"
                                + " in the window of the BYE, final failure or time-out.",
                        List.of("node", "trunk", "direction", "outcome")));
    }

    @Override
    public void observe(Call call, Samples out) {
        if (call.change() == CallChange.ENDED) {
            out.tag(call.node())
                    .tag(call.trunk())
                    .tag(call.direction())
                    .tag(call.outcome().tag())
                    .count(call.changeMicros());
        }
    }
}
