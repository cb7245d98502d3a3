package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricKind;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.Samples;

import java.util.Locale;

/**
 * Calls of a trunk that the network could not connect: {@link CallOutcome#FAILED}, or no final
 * response at all. A call counts when it is decided, by its answer or its final failure, so that
 * calls that were up before do not hide an outage.
 */
final class CallFailures extends Detector<Call> {

    private static final long serialVersionUID = 1L;

    private final double thresholdPct;
    private final int minCalls;

    CallFailures(double thresholdPct, int minCalls) {
        super(
                Call.class,
                "call_failures",
                MetricKind.DISTRIBUTION,
                "%",
                "Share of the calls of a trunk, decided in the window, that failed in the network:"
                        + " 5xx, 408 before ringing, other failures that are no user's, or no final"
                        + " response.");
        this.thresholdPct = thresholdPct;
        this.minCalls = minCalls;
    }

    @Override
    public void observe(Call call, Samples out) {
        boolean answered = call.change() == CallChange.ANSWERED;
        boolean refused =
                call.change() == CallChange.ENDED
                        && call.outcome() != CallOutcome.ANSWERED
                        && call.outcome() != CallOutcome.EVICTED
                        && call.answeredAt() == 0;
        if (answered || refused) {
            boolean failed =
                    call.outcome() == CallOutcome.FAILED || call.outcome() == CallOutcome.TIMED_OUT;
            out.tag(call.node()).tag(call.trunk()).value(call.changeMicros(), failed ? 100 : 0);
        }
    }

    @Override
    Finding judge(Measurement window) {
        double failedPct = window.fields().get("mean");
        return count(window) < minCalls || failedPct < thresholdPct
                ? null
                : alert(
                        window,
                        failedPct,
                        thresholdPct,
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of %d calls %s failed in the network",
                                failedPct,
                                count(window),
                                ofTrunk(window)));
    }
}
