package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;

import java.util.ArrayList;
import java.util.List;

/** Writes samples down: {@code node=proxy1 trunk= +12.5s 3.0}, from 2024-06-01T00:00:00Z on. */
public final class RecordedSamples implements Samples {

    private final List<String> samples = new ArrayList<>();
    private final MetricInfo info;
    private final List<String> tags = new ArrayList<>();

    private RecordedSamples(MetricInfo info) {
        this.info = info;
    }

    @SafeVarargs
    public static <T> List<String> of(Metric<T> metric, T... events) {
        RecordedSamples out = new RecordedSamples(metric.info());
        for (T event : events) {
            metric.observe(event, out);
        }
        return out.samples;
    }

    @Override
    public Samples tag(String value) {
        tags.add(info.tags().get(tags.size()) + "=" + value);
        return this;
    }

    @Override
    public void count(long timeMicros) {
        end(MetricKind.COUNT, timeMicros, "");
    }

    @Override
    public void value(long timeMicros, double value) {
        end(MetricKind.DISTRIBUTION, timeMicros, " " + value);
    }

    private void end(MetricKind kind, long timeMicros, String value) {
        if (kind != info.kind() || tags.size() != info.tags().size()) {
            throw new AssertionError(info + " gave a " + kind + " with " + tags);
        }
        double seconds = (timeMicros - QosEvents.BEGINNING) / 1e6;
        samples.add(String.join(" ", tags) + " +" + seconds + "s" + value);
        tags.clear();
    }
}
