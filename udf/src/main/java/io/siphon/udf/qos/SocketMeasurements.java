package io.siphon.udf.qos;

import io.siphon.schema.Distribution;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.sources.CaptureGap;
import io.siphon.sources.KernelLoss;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.Map;

/** What sockets report, once each, as measurements whose windows are the times that it is of. */
public final class SocketMeasurements {

    static final MetricInfo GAP = MetricCatalogue.CAPTURE_GAP_S;
    static final MetricInfo LOSS = MetricCatalogue.KERNEL_DROPS;

    /** Times in which nobody listened. */
    public static DataStream<Measurement> ofGaps(DataStream<CaptureGap> gaps, int parallelism) {
        return measure(gaps, GAP, SocketMeasurements::of, parallelism);
    }

    /** What the kernel dropped, in the seconds in which it did. */
    public static DataStream<Measurement> ofLosses(DataStream<KernelLoss> losses, int parallelism) {
        return measure(losses, LOSS, SocketMeasurements::of, parallelism);
    }

    private static <T> DataStream<Measurement> measure(
            DataStream<T> reported,
            MetricInfo metric,
            MapFunction<T, Measurement> function,
            int parallelism) {
        return reported.map(function)
                .returns(Measurement.class)
                .uid(metric.name())
                .name(metric.name())
                .setParallelism(parallelism)
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    private static Measurement of(CaptureGap gap) {
        Distribution length = new Distribution();
        length.add((gap.toMicros() - gap.fromMicros()) / 1e6);
        MeasureAccumulator one = new MeasureAccumulator();
        one.metric = GAP.name();
        one.tags = new String[] {"socket", gap.socket()};
        one.distribution = length.toBytes();
        return WriteMeasurement.measurement(one, gap.fromMicros(), gap.toMicros());
    }

    private static Measurement of(KernelLoss loss) {
        return new Measurement(
                LOSS.name(),
                loss.fromMicros(),
                loss.toMicros(),
                Map.of("socket", loss.socket()),
                Map.of("count", (double) loss.datagrams()),
                null);
    }

    private SocketMeasurements() {}
}
