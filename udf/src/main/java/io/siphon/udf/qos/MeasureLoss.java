package io.siphon.udf.qos;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.sources.KernelLoss;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.Map;

/** What the kernel dropped, as a measurement whose window is the seconds in which it did. */
public final class MeasureLoss implements MapFunction<KernelLoss, Measurement> {

    private static final long serialVersionUID = 1L;

    static final MetricInfo INFO = MetricCatalogue.KERNEL_DROPS;

    /** Losses as they are reported, once each. */
    public static DataStream<Measurement> of(DataStream<KernelLoss> losses, int parallelism) {
        SingleOutputStreamOperator<Measurement> measured =
                losses.map(new MeasureLoss()).returns(Measurement.class);
        return measured.uid(INFO.name())
                .name(INFO.name())
                .setParallelism(parallelism)
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    @Override
    public Measurement map(KernelLoss loss) {
        return new Measurement(
                INFO.name(),
                loss.fromMicros(),
                loss.toMicros(),
                Map.of("socket", loss.socket()),
                Map.of("count", (double) loss.datagrams()),
                null);
    }
}
