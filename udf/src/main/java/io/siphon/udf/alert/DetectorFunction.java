package io.siphon.udf.alert;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.List;

/** Gives each window to its detector. Metric {@code alerts}: findings, rewritten ones too. */
final class DetectorFunction extends RichFlatMapFunction<Measurement, Finding> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<Detector<?>> detectors;
    private transient Counter alerts;

    DetectorFunction(List<? extends Detector<?>> detectors) {
        this.detectors = new ArrayList<>(detectors);
    }

    @Override
    public void open(OpenContext context) {
        alerts = getRuntimeContext().getMetricGroup().counter("alerts");
    }

    /** Windows of a detector that was switched off since are nobody's. */
    @Override
    public void flatMap(Measurement window, Collector<Finding> out) {
        for (Detector<?> detector : detectors) {
            Finding finding = detector.name().equals(window.name()) ? detector.judge(window) : null;
            if (finding != null) {
                alerts.inc();
                out.collect(finding);
            }
        }
    }
}
