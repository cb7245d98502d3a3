package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;

import java.io.Serializable;

/**
 * A measure of one kind of event. A new metric is one class beside this one and one line in {@link
 * Metrics}: its windows, series, sinks, report and row in {@code docs/metrics.md} follow from that.
 * It has no state of its own.
 *
 * @param <T> what it looks at: {@code SipMessage}, {@code Call}, {@code Registration}, {@code
 *     RtcpQuality}, {@code RtcpXr} or {@code Stream}
 */
public abstract class Metric<T> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Class<T> input;
    private final MetricInfo info;

    protected Metric(Class<T> input, MetricInfo info) {
        this.input = input;
        this.info = info;
    }

    public final Class<T> input() {
        return input;
    }

    public final MetricInfo info() {
        return info;
    }

    /**
     * Gives the samples that an event is worth, none to many. It runs for every message: no
     * allocation that can be done without.
     *
     * @param out takes for each sample its tag values, in the order of {@link MetricInfo#tags},
     *     then its time
     */
    public abstract void observe(T event, Samples out);
}
