package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;

import java.util.ArrayList;
import java.util.List;

/** The two operators of {@link Baselines}, the one's output into the other, by event time alone. */
final class BaselineOperators implements AutoCloseable {

    final KeyedBroadcastOperatorTestHarness<String, Figure, Measurement, Figure> nodes;
    final KeyedOneInputStreamOperatorTestHarness<String, Figure, Finding> series;
    private final BaselineSettings settings;
    private final List<Finding> alerts = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;

    BaselineOperators(BaselineSettings settings) throws Exception {
        this.settings = settings;
        nodes =
                ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
                        new NodeRoster(settings), Figure::node, Types.STRING, NodeRoster.GAPS);
        series =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new BaselineFunction(settings)),
                        Figure::series,
                        Types.STRING);
        series.open();
    }

    /** The next window; those before may still be written anew, as long as the settings have it. */
    void accept(Measurement measurement) {
        accept(measurement, false);
    }

    void accept(Measurement measurement, boolean past) {
        try {
            long closed = measurement.endMicros() / 1_000 - 1;
            if (closed > watermark) {
                watermark(closed);
            }
            if (CaptureGapTimes.is(measurement)) {
                nodes.processBroadcastElement(measurement, closed);
                return;
            }
            Figure figure = Figure.of(measurement, past, settings.mixes());
            if (figure != null) {
                nodes.processElement(figure, closed);
                if (figure.gauge() != Gauge.CAPTURED) {
                    series.processElement(figure, closed);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void watermark(long millis) throws Exception {
        watermark = millis;
        nodes.processWatermark(millis);
        nodes.processBroadcastWatermark(new Watermark(millis));
        for (Object step = nodes.getOutput().poll();
                step != null;
                step = nodes.getOutput().poll()) {
            if (step instanceof StreamRecord<?> record) {
                series.processElement((Figure) record.getValue(), millis);
            }
        }
        series.processWatermark(millis);
        for (Object alert = series.getOutput().poll();
                alert != null;
                alert = series.getOutput().poll()) {
            if (alert instanceof StreamRecord<?> record) {
                alerts.add((Finding) record.getValue());
            }
        }
    }

    /** All that is to come has come. */
    List<Finding> finish() throws Exception {
        watermark(Long.MAX_VALUE);
        return alerts;
    }

    /** So far. */
    List<Finding> alerts() throws Exception {
        watermark(watermark + settings.windows().allowedLateness().toMillis() + 1);
        return alerts;
    }

    /** As {@link KeyedOneInputStreamOperatorTestHarness#numKeyedStateEntries}. */
    int nodeStateEntries() {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) nodes.getOperator();
        return ((HeapKeyedStateBackend<?>) operator.<String>getKeyedStateBackend())
                .numKeyValueStateEntries();
    }

    @Override
    public void close() throws Exception {
        nodes.close();
        series.close();
    }
}
