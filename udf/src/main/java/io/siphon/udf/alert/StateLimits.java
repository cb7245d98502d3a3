package io.siphon.udf.alert;

import io.siphon.schema.Severity;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.StateLimit;

import org.apache.flink.api.common.functions.MapFunction;

import java.util.Locale;

/**
 * Times in which a bound on state was reached. The window of such an alert is that time, within a
 * minute; it is written anew while it lasts.
 */
final class StateLimits implements MapFunction<StateLimit, Finding> {

    private static final long serialVersionUID = 1L;

    static final String NAME = "state_limit";

    /** One that is not followed to its end is enough. */
    private static final double THRESHOLD = 1;

    @Override
    public Finding map(StateLimit limit) {
        return new Finding(
                NAME,
                Severity.of(limit.count(), THRESHOLD),
                "",
                limit.state(),
                limit.fromMicros(),
                limit.toMicros() + 1_000_000,
                limit.count(),
                THRESHOLD,
                limit.count(),
                String.format(
                        Locale.ROOT,
                        "no room for all %s: %d were closed, put in order or forgotten too early",
                        limit.state(),
                        limit.count()));
    }
}
