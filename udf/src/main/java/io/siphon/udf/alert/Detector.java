package io.siphon.udf.alert;

import io.siphon.schema.Measurement;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.qos.Metric;

import javax.annotation.Nullable;

import java.util.List;

/**
 * Finds one kind of anomaly: a {@link Metric} of subjects, whose windows are not stored but judged.
 * A new detector is one class beside this one and a line in {@link Detectors}. It has no state of
 * its own: windows, their lateness and their bounds are those of all metrics.
 *
 * @param <T> what it looks at: {@code Call}, {@code Registration}, {@code RtpStream} or {@code
 *     RtcpStreamSummary}
 */
abstract class Detector<T> extends Metric<T> {

    private static final long serialVersionUID = 1L;

    private static final String NODE = "node";
    private static final String SUBJECT = "subject";

    /** Samples have the tags node and subject. */
    Detector(Class<T> input, String name, MetricKind kind, String unit, String help) {
        super(input, new MetricInfo(name, kind, unit, help, List.of(NODE, SUBJECT)));
    }

    final String name() {
        return info().name();
    }

    /**
     * What there is to say about a window of one subject.
     *
     * @return null when nothing is wrong
     */
    @Nullable
    abstract Finding judge(Measurement window);

    static String subject(Measurement window) {
        return window.tags().getOrDefault(SUBJECT, "");
    }

    static long count(Measurement window) {
        return window.fields().get("count").longValue();
    }

    /** {@code trunk carrier-a}, or that there is none. */
    static String ofTrunk(Measurement window) {
        return subject(window).isEmpty() ? "without a trunk" : "of trunk " + subject(window);
    }

    Finding alert(Measurement window, double value, double threshold, String text) {
        return new Finding(
                name(),
                Severity.of(value, threshold),
                window.tags().getOrDefault(NODE, ""),
                subject(window),
                window.startMicros(),
                window.endMicros(),
                value,
                threshold,
                count(window),
                text);
    }
}
