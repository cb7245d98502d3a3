package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import org.apache.flink.metrics.Counter;

import java.util.Iterator;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the samples of one metric into the open windows of one subtask. */
final class MetricSamples implements Samples {

    private final MetricInfo info;
    private final SeriesLayout layout;
    private final MeasureWindow grid;
    private final int maxSeries;
    private final Counter seriesOverflow;
    private final SeriesKey key;
    private final TreeMap<Long, SeriesWindow> windows = new TreeMap<>();
    private long lastStart = Long.MIN_VALUE;
    private SeriesWindow last;

    MetricSamples(MetricInfo info, QosSettings settings, Counter seriesOverflow) {
        this.info = info;
        this.layout = new SeriesLayout(info);
        this.grid = settings.grid();
        this.maxSeries = settings.series();
        this.seriesOverflow = seriesOverflow;
        this.key = new SeriesKey(info.tags().size());
    }

    @Override
    public Samples tag(String value) {
        if (!key.add(value)) {
            throw new IllegalStateException(
                    info.name() + " has a tag more than declared; expected " + info.tags());
        }
        return this;
    }

    @Override
    public void count(long timeMicros) {
        expect(MetricKind.COUNT);
        cell(timeMicros).count();
    }

    @Override
    public void value(long timeMicros, double value) {
        expect(MetricKind.DISTRIBUTION);
        if (Double.isNaN(value)) {
            key.clear();
        } else {
            cell(timeMicros).value(value);
        }
    }

    /** Gives on all samples; the windows stay open. */
    void flush(Consumer<Partial> out) {
        windows.values().forEach(window -> window.flush(out));
    }

    /** Gives on the samples of the windows that end by this time, µs, and closes them. */
    void close(long openMicros, Consumer<Partial> out) {
        Iterator<SeriesWindow> closed = windows.headMap(openMicros).values().iterator();
        while (closed.hasNext()) {
            closed.next().close(out);
            closed.remove();
            last = null;
        }
    }

    private void expect(MetricKind kind) {
        if (info.kind() != kind) {
            throw new IllegalStateException(
                    info.name() + " gave a sample of a " + kind + "; expected " + info.kind());
        }
        if (!key.isComplete()) {
            throw new IllegalStateException(
                    info.name() + " has " + key.filled() + " tags; expected " + info.tags());
        }
    }

    private SeriesWindow.Cell cell(long timeMicros) {
        long start = grid.start(timeMicros);
        if (last == null || start != lastStart) {
            last =
                    windows.computeIfAbsent(
                            start, s -> new SeriesWindow(layout, s, maxSeries, seriesOverflow));
            lastStart = start;
        }
        SeriesWindow.Cell cell = last.cell(key);
        key.clear();
        return cell;
    }
}
