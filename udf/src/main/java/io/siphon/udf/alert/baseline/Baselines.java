package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.qos.MetricPipeline;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import javax.annotation.Nullable;

/**
 * Learning and judging series, as one piece of the topology: figures of measurements, the roster of
 * each node's trunks, and a baseline for each trunk of a node. It works by window, not by message.
 */
public final class Baselines {

    /**
     * What comes of it.
     *
     * @param findings windows that are unusual
     * @param limits times in which there was no room for all series
     */
    public record Found(DataStream<Finding> findings, DataStream<StateLimit> limits) {}

    private Baselines() {}

    /**
     * @param measurements of the metrics, with watermarks
     * @param gaps times in which nobody listened, as measurements of {@link
     *     io.siphon.schema.MetricCatalogue#CAPTURE_GAP_S}
     * @param past those that were stored before the job began, with watermarks that end; null for
     *     none. They are learnt before the others, and raise nothing
     */
    public static Found attach(
            DataStream<Measurement> measurements,
            DataStream<Measurement> gaps,
            @Nullable DataStream<Measurement> past,
            BaselineSettings settings) {
        DataStream<Figure> figures = figures("baseline_figures", measurements, settings, false);
        DataStream<Measurement> missed = gaps;
        if (past != null) {
            missed =
                    missed.union(
                            past.filter(CaptureGapTimes::is)
                                    .uid("baseline_past_gaps")
                                    .name("baseline past gaps")
                                    .setParallelism(1));
            figures = figures.union(figures("baseline_past_figures", past, settings, true));
        }
        SingleOutputStreamOperator<Figure> steps =
                figures.keyBy(Figure::node)
                        .connect(missed.broadcast(NodeRoster.GAPS))
                        .process(new NodeRoster(settings))
                        .returns(Figure.class)
                        .uid("baseline_nodes")
                        .name("baseline nodes")
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        SingleOutputStreamOperator<Finding> alerts =
                figures.filter(figure -> figure.gauge() != Gauge.CAPTURED)
                        .uid("baseline_series")
                        .union(steps)
                        .keyBy(Figure::series)
                        .process(new BaselineFunction(settings))
                        .returns(Finding.class)
                        .uid("alert_baseline")
                        .name("alert baseline")
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        return new Found(
                alerts,
                alerts.getSideOutput(BaselineFunction.LIMITS)
                        .union(steps.getSideOutput(NodeRoster.LIMITS)));
    }

    private static DataStream<Figure> figures(
            String uid,
            DataStream<Measurement> measurements,
            BaselineSettings settings,
            boolean past) {
        return measurements
                .flatMap(new Figures(settings, past))
                .returns(Figure.class)
                .uid(uid)
                .name(uid.replace('_', ' '));
    }
}
