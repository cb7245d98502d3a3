package io.siphon.udf.alert.baseline;

import io.siphon.udf.order.StateLimit;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

import java.util.function.Consumer;

/**
 * Counts series for which there is no room, and reports them: each time that they are twice as many
 * in a step, so that a flood of names is no flood of reports. Metric {@code seriesRefused}.
 */
final class Refusals {

    private final String state;
    private final long stepMicros;
    private final Counter refused;
    private long step = Long.MIN_VALUE;
    private long inStep;

    Refusals(String kind, RuntimeContext context, BaselineSettings settings) {
        state = kind + "/" + context.getTaskInfo().getIndexOfThisSubtask();
        stepMicros = settings.stepMicros();
        refused = context.getMetricGroup().counter("seriesRefused");
    }

    void add(long stepStart, Consumer<StateLimit> out) {
        refused.inc();
        inStep = stepStart == step ? inStep + 1 : 1;
        step = stepStart;
        if (Long.bitCount(inStep) == 1) {
            out.accept(new StateLimit(state, step, step + stepMicros - 1_000_000, inStep));
        }
    }
}
