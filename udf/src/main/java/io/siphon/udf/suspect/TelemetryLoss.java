package io.siphon.udf.suspect;

import io.siphon.schema.Severity;
import io.siphon.sources.KernelLoss;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.util.Locale;

/** Datagrams that the kernel dropped: calls of that time may lack messages. */
final class TelemetryLoss implements FlatMapFunction<KernelLoss, Finding> {

    private static final long serialVersionUID = 1L;

    static final String NAME = "telemetry_loss";

    private final int threshold;

    TelemetryLoss(int threshold) {
        this.threshold = threshold;
    }

    @Override
    public void flatMap(KernelLoss loss, Collector<Finding> out) {
        if (loss.datagrams() >= threshold) {
            out.collect(
                    new Finding(
                            NAME,
                            Severity.of(loss.datagrams(), 10.0 * threshold),
                            "",
                            loss.socket(),
                            loss.fromMicros(),
                            loss.toMicros(),
                            loss.datagrams(),
                            threshold,
                            loss.datagrams(),
                            String.format(
                                    Locale.ROOT,
                                    "the kernel dropped %d datagrams of %s within %.1f s: its"
                                            + " buffer was full",
                                    loss.datagrams(),
                                    loss.socket(),
                                    (loss.toMicros() - loss.fromMicros()) / 1e6)));
        }
    }
}
