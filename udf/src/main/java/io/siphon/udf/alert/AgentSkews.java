package io.siphon.udf.alert;

import io.siphon.schema.Severity;
import io.siphon.udf.decode.ClockSkew;
import io.siphon.udf.finding.Finding;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

import java.time.Duration;
import java.util.Locale;

/**
 * Agents whose clock is wrong, once a minute, and when it is set. The window of such a finding is
 * that minute, up to then.
 */
final class AgentSkews implements FlatMapFunction<ClockSkew, Finding> {

    private static final long serialVersionUID = 1L;

    static final String NAME = "agent_skew";

    private static final long MINUTE = 60_000_000;

    private final double thresholdSeconds;

    AgentSkews(Duration threshold) {
        this.thresholdSeconds = threshold.toMillis() / 1e3;
    }

    @Override
    public void flatMap(ClockSkew skew, Collector<Finding> out) {
        double seconds = Math.max(Math.abs(skew.offsetMicros()), Math.abs(skew.stepMicros())) / 1e6;
        if (seconds >= thresholdSeconds) {
            long start = Math.floorDiv(skew.timeMicros(), MINUTE) * MINUTE;
            out.collect(
                    new Finding(
                            NAME,
                            Severity.of(seconds, thresholdSeconds),
                            skew.node(),
                            skew.agent(),
                            start,
                            skew.timeMicros() + 1,
                            seconds,
                            thresholdSeconds,
                            1,
                            text(skew)));
        }
    }

    private static String text(ClockSkew skew) {
        String is =
                skew.offsetMicros() == 0
                        ? "is right"
                        : String.format(
                                Locale.ROOT,
                                "is %.1f s %s",
                                Math.abs(skew.offsetMicros()) / 1e6,
                                skew.offsetMicros() < 0 ? "behind" : "ahead");
        return skew.stepMicros() == 0
                ? String.format("the clock of agent %s %s", skew.agent(), is)
                : String.format(
                        Locale.ROOT,
                        "the clock of agent %s was set %s by %.1f s, and %s",
                        skew.agent(),
                        skew.stepMicros() < 0 ? "back" : "forward",
                        Math.abs(skew.stepMicros()) / 1e6,
                        is);
    }
}
