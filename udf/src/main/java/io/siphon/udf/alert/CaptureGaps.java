package io.siphon.udf.alert;

import io.siphon.schema.Severity;
import io.siphon.sources.CaptureGap;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;
import java.util.Locale;

/**
 * Times in which nobody listened on a socket: what agents sent then is missing. The window of such
 * an alert is that time.
 */
final class CaptureGaps implements FlatMapFunction<CaptureGap, Finding> {

    private static final long serialVersionUID = 1L;

    static final String NAME = "capture_gap";

    private final double thresholdSeconds;

    CaptureGaps(Duration threshold) {
        this.thresholdSeconds = threshold.toMillis() / 1e3;
    }

    @Override
    public void flatMap(CaptureGap gap, Collector<Finding> out) {
        double seconds = (gap.toMicros() - gap.fromMicros()) / 1e6;
        if (seconds >= thresholdSeconds) {
            out.collect(
                    new Finding(
                            NAME,
                            Severity.of(seconds, thresholdSeconds),
                            "",
                            gap.socket(),
                            gap.fromMicros(),
                            gap.toMicros(),
                            seconds,
                            thresholdSeconds,
                            1,
                            String.format(
                                    Locale.ROOT,
                                    "nobody listened on %s for %.1f s",
                                    gap.socket(),
                                    seconds)));
        }
    }
}
