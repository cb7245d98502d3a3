package io.siphon.udf.qos;

import io.siphon.schema.Distribution;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.sources.CaptureGap;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** A time in which nobody listened, as a measurement whose window is that time. */
public final class MeasureGap implements MapFunction<CaptureGap, Measurement> {

    private static final long serialVersionUID = 1L;

    static final MetricInfo INFO = MetricCatalogue.CAPTURE_GAP_S;

    /** Gaps as they are reported, once each. */
    public static DataStream<Measurement> of(DataStream<CaptureGap> gaps, int parallelism) {
        SingleOutputStreamOperator<Measurement> measured =
                gaps.map(new MeasureGap()).returns(Measurement.class);
        return measured.uid(INFO.name())
                .name(INFO.name())
                .setParallelism(parallelism)
                .setBufferTimeout(MetricPipeline.AT_ONCE);
    }

    @Override
    public Measurement map(CaptureGap gap) {
        Distribution length = new Distribution();
        length.add((gap.toMicros() - gap.fromMicros()) / 1e6);
        MeasureAccumulator one = new MeasureAccumulator();
        one.metric = INFO.name();
        one.tags = new String[] {"socket", gap.socket()};
        one.distribution = length.toBytes();
        return WriteMeasurement.measurement(one, gap.fromMicros(), gap.toMicros());
    }
}
