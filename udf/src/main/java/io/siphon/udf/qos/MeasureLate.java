package io.siphon.udf.qos;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;
import java.util.Map;

/**
 * Counts, for each metric and window, the samples that came too late to be in its measurements. A
 * window's count is emitted once per window of the watermark, and forgotten after a day: an agent
 * whose clock is behind by more gets the time of receipt ({@code hep.clock.max-behind}).
 */
public final class MeasureLate extends KeyedProcessFunction<String, Partial, Measurement> {

    private static final long serialVersionUID = 1L;

    static final MetricInfo INFO = MetricCatalogue.LATE_SAMPLES;

    static final long REMEMBERED_MS = Duration.ofDays(1).toMillis();

    private final MeasureWindow grid;

    private transient ValueState<LateState> state;

    MeasureLate(QosSettings settings) {
        this.grid = settings.grid();
    }

    /**
     * @param late {@link Measured#late}
     */
    public static DataStream<Measurement> of(DataStream<Partial> late, QosSettings settings) {
        return late.keyBy(MeasureLate::key)
                .process(new MeasureLate(settings))
                .returns(Measurement.class)
                .uid(INFO.name())
                .name(INFO.name())
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    static String key(Partial late) {
        return late.metric() + " " + late.startMicros();
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("late", LateState.class));
    }

    @Override
    public void processElement(Partial late, Context context, Collector<Measurement> out)
            throws Exception {
        LateState known = state.value();
        LateState all = known == null ? new LateState() : known;
        all.samples += late.count();
        state.update(all);
        TimerService timers = context.timerService();
        if (known == null) {
            timers.registerEventTimeTimer(forgetAt(late.startMicros()));
        }
        long open = grid.open(timers.currentWatermark());
        boolean inTime = open > Long.MIN_VALUE && open < Long.MAX_VALUE;
        timers.registerEventTimeTimer(grid.closesAt(inTime ? open : late.startMicros()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Measurement> out)
            throws Exception {
        LateState all = state.value();
        if (all == null) {
            return;
        }
        String[] key = context.getCurrentKey().split(" ");
        long start = Long.parseLong(key[1]);
        if (all.samples > all.told) {
            all.told = all.samples;
            state.update(all);
            out.collect(
                    new Measurement(
                            INFO.name(),
                            start,
                            start + grid.sizeMicros(),
                            Map.of("metric", key[0]),
                            Map.of("count", (double) all.samples),
                            null));
        }
        if (timestamp >= forgetAt(start)) {
            state.clear();
        }
    }

    private long forgetAt(long startMicros) {
        return grid.closesAt(startMicros) + REMEMBERED_MS;
    }
}
