package io.siphon.udf.qos;

import io.siphon.schema.MetricKind;

/**
 * Takes the samples of a {@link Metric}: {@code out.tag(node).tag(trunk).count(timeMicros)}. A
 * sample with fewer or more tags than declared is an {@link IllegalStateException}, as is one of
 * the other kind.
 */
public interface Samples {

    /**
     * The next tag of the sample.
     *
     * @param value from a bounded set; empty when there is none, and the tag is left out
     */
    Samples tag(String value);

    /**
     * Ends a sample of a {@link MetricKind#COUNT}: it happened once.
     *
     * @param timeMicros epoch µs; decides the window
     */
    void count(long timeMicros);

    /**
     * Ends a sample of a {@link MetricKind#DISTRIBUTION}.
     *
     * @param timeMicros epoch µs; decides the window
     * @param value in the metric's unit; NaN, a value that could not be had, is skipped
     */
    void value(long timeMicros, double value);
}
