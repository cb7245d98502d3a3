package io.siphon.udf.qos;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;

/** Counts samples that came too late for their window. Metric {@code lateSamples}. */
final class CountLate extends RichMapFunction<Partial, Partial> {

    private static final long serialVersionUID = 1L;

    private transient Counter lateSamples;

    @Override
    public void open(OpenContext context) {
        lateSamples = getRuntimeContext().getMetricGroup().counter("lateSamples");
    }

    @Override
    public Partial map(Partial late) {
        lateSamples.inc(late.count());
        return late;
    }

    long lateSamples() {
        return lateSamples.getCount();
    }
}
