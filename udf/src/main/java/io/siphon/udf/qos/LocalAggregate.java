package io.siphon.udf.qos;

import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first of the two stages of windows: adds up the samples of one subtask, so that a busy series
 * sends a record a window and subtask to the second stage, not one a sample. It gives on a window
 * when the watermark closes it, before the watermark itself, and everything before a checkpoint's
 * barrier and at the end of the input; so it has no state, and a restore loses nothing.
 *
 * <p>Partials are stamped with the start of their window. Metric {@code seriesOverflow}: samples
 * that were measured as {@code other} for want of series ({@link QosSettings#maxSeries}).
 */
final class LocalAggregate<T> extends AbstractStreamOperator<Partial>
        implements OneInputStreamOperator<T, Partial>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final ArrayList<Metric<T>> metrics;
    private final QosSettings settings;

    private transient MetricSamples[] samples;
    private transient Consumer<Partial> partials;
    private transient MeasureWindow grid;

    LocalAggregate(List<? extends Metric<T>> metrics, QosSettings settings) {
        this.metrics = new ArrayList<>(metrics);
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        grid = settings.grid();
        Counter seriesOverflow = getMetricGroup().counter("seriesOverflow");
        samples =
                metrics.stream()
                        .map(metric -> new MetricSamples(metric.info(), settings, seriesOverflow))
                        .toArray(MetricSamples[]::new);
        partials =
                partial ->
                        output.collect(new StreamRecord<>(partial, partial.startMicros() / 1_000));
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        T event = element.getValue();
        for (int i = 0; i < samples.length; i++) {
            metrics.get(i).observe(event, samples[i]);
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        long open = grid.open(mark.getTimestamp());
        for (MetricSamples metric : samples) {
            metric.close(open, partials);
        }
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void endInput() {
        flush();
    }

    private void flush() {
        for (MetricSamples metric : samples) {
            metric.flush(partials);
        }
    }
}
