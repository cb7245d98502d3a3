package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.StateLimit;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges each step of a series when it is over, and learns from it. Figures wait until no window of
 * their step can be written anew; then the last of each window counts.
 *
 * <p>What is known of a series is one array of bytes, read and written once a step. All together
 * take {@value #BYTES_A_SERIES} bytes for each of {@code qos.max-series} at most; beyond that, new
 * series are refused, and reported to {@link #LIMITS}. Metrics: {@code alerts}, {@code
 * seriesRefused}, {@code lateFigures}, {@code knownBytes}.
 */
final class BaselineFunction extends KeyedProcessFunction<String, Figure, Finding> {

    private static final long serialVersionUID = 1L;

    static final OutputTag<StateLimit> LIMITS =
            new OutputTag<>("baseline-limits", TypeInformation.of(StateLimit.class));

    private static final long BYTES_A_SERIES = 10_000;

    private final BaselineSettings settings;

    private transient BaselineDetectors detectors;
    private transient ValueState<byte[]> known;
    private transient ListState<Figure> waiting;
    private transient Places places;
    private transient Counter alerts;
    private transient Refusals refusals;
    private transient Counter late;

    BaselineFunction(BaselineSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        detectors = new BaselineDetectors(settings);
        known =
                getRuntimeContext()
                        .getState(
                                new ValueStateDescriptor<>(
                                        "known",
                                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        waiting =
                getRuntimeContext()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "waiting", TypeInformation.of(Figure.class)));
        places =
                new Places(
                        settings.windows().series()
                                * BYTES_A_SERIES
                                / getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
        alerts = getRuntimeContext().getMetricGroup().counter("alerts");
        refusals = new Refusals("baselines", getRuntimeContext(), settings);
        late = getRuntimeContext().getMetricGroup().counter("lateFigures");
        getRuntimeContext().getMetricGroup().gauge("knownBytes", places::sum);
    }

    @Override
    public void processElement(Figure figure, Context context, Collector<Finding> out)
            throws Exception {
        long closes = dueAt(figure);
        if (closes <= context.timerService().currentWatermark()) {
            late.inc();
            return;
        }
        boolean named = figure.gauge() == Gauge.STEP || figure.gauge() == Gauge.FORGET;
        waiting.add(named ? figure : figure.held());
        context.timerService().registerEventTimeTimer(closes);
    }

    private long dueAt(Figure figure) {
        return settings.closesAt(settings.stepOf(figure.startMicros()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
            throws Exception {
        List<Figure> due = new ArrayList<>();
        List<Figure> rest = new ArrayList<>();
        for (Figure figure : waiting.get()) {
            (dueAt(figure) <= timestamp ? due : rest).add(figure);
        }
        if (rest.isEmpty()) {
            waiting.clear();
        } else {
            waiting.update(rest);
        }
        Figure over = last(due, Gauge.STEP);
        if (over != null) {
            judge(over, due, context, out);
        }
        if (last(due, Gauge.FORGET) != null) {
            known.clear();
            places.free(context.getCurrentKey());
        }
    }

    @Nullable
    private static Figure last(List<Figure> figures, Gauge gauge) {
        Figure found = null;
        for (Figure figure : figures) {
            found = figure.gauge() == gauge ? figure : found;
        }
        return found;
    }

    private void judge(
            Figure over, List<Figure> due, OnTimerContext context, Collector<Finding> out)
            throws Exception {
        byte[] before = known.value();
        if (before == null && places.isFull()) {
            refusals.add(over.startMicros(), limit -> context.output(LIMITS, limit));
            return;
        }
        SeriesState series = SeriesState.of(before);
        detectors.next(
                step(over, due),
                series,
                alert -> {
                    if (!over.past()) {
                        alerts.inc();
                        out.collect(alert);
                    }
                });
        byte[] after = series.toBytes();
        known.update(after);
        places.take(context.getCurrentKey(), after.length);
    }

    private Step step(Figure over, List<Figure> due) {
        Step step =
                new Step(
                        over.node(),
                        over.trunk(),
                        over.startMicros(),
                        over.startMicros() + settings.stepMicros());
        for (Figure figure : Figure.latest(due)) {
            step.add(figure);
        }
        return step;
    }
}
