package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Takes of all measurements what is learnt. */
final class Figures implements FlatMapFunction<Measurement, Figure> {

    private static final long serialVersionUID = 1L;

    private final boolean mixes;
    private final boolean past;

    /**
     * @param past whether they were stored before the job began: then nothing is raised
     */
    Figures(BaselineSettings settings, boolean past) {
        this.mixes = settings.mixes();
        this.past = past;
    }

    @Override
    public void flatMap(Measurement measurement, Collector<Figure> out) {
        Figure figure = Figure.of(measurement, past, mixes);
        if (figure != null) {
            out.collect(figure);
        }
    }
}
