package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Learns and judges stored measurements as the job does: one after the other, without Flink. Each
 * window comes once, in order of time.
 */
public final class BaselineReplay {

    private final BaselineSettings settings;
    private final BaselineDetectors detectors;
    private final long judgedFrom;
    private final Consumer<Finding> alerts;

    /** By node, then trunk. */
    private final Map<String, Map<String, Series>> nodes = new TreeMap<>();

    /** Of which something was captured in the step. */
    private final Set<String> captured = new HashSet<>();

    private long step = Long.MIN_VALUE;

    /**
     * @param judgedFrom steps before are only learnt, epoch µs
     */
    public BaselineReplay(BaselineSettings settings, long judgedFrom, Consumer<Finding> alerts) {
        this.settings = settings;
        this.detectors = new BaselineDetectors(settings);
        this.judgedFrom = judgedFrom;
        this.alerts = alerts;
    }

    /** The next window; others than of metrics that are learnt from are ignored. */
    public void accept(Measurement measurement) {
        Figure figure = Figure.of(measurement, false, settings.mixes());
        if (figure == null) {
            return;
        }
        long of = settings.stepOf(figure.startMicros());
        if (of > step) {
            finish();
            step = of;
        }
        captured.add(figure.node());
        if (figure.gauge() != Gauge.CAPTURED) {
            Series series =
                    nodes.computeIfAbsent(figure.node(), node -> new TreeMap<>())
                            .computeIfAbsent(
                                    figure.trunk(), trunk -> new Series(figure.startMicros()));
            series.seen[1] = Math.max(series.seen[1], figure.startMicros());
            series.step(figure.node(), figure.trunk()).add(figure);
        }
    }

    /** The step is over. */
    public void finish() {
        long now = settings.closesAt(step) * 1_000;
        nodes.forEach(
                (node, trunks) -> {
                    trunks.values().removeIf(series -> NodeRoster.forgottenAt(series.seen) <= now);
                    if (captured.contains(node)) {
                        trunks.forEach((trunk, series) -> next(node, trunk, series));
                    }
                });
        captured.clear();
    }

    private void next(String node, String trunk, Series series) {
        detectors.next(
                series.step(node, trunk),
                series.state,
                alert -> {
                    if (alert.startMicros() >= judgedFrom) {
                        alerts.accept(alert);
                    }
                });
        series.step = null;
    }

    /** What is known of each series for a time. */
    public List<SeriesKnowledge> known(long nowMicros) {
        WeekCalendar calendar = new WeekCalendar(settings.zone(), settings.holidays());
        List<SeriesKnowledge> known = new ArrayList<>();
        nodes.forEach(
                (node, trunks) ->
                        trunks.forEach(
                                (trunk, series) ->
                                        known.add(
                                                SeriesKnowledge.of(
                                                        node,
                                                        trunk,
                                                        series.state,
                                                        calendar,
                                                        nowMicros))));
        return known;
    }

    private final class Series {
        private final SeriesState state = new SeriesState();
        private final long[] seen;
        private Step step;

        private Series(long firstMicros) {
            seen = new long[] {firstMicros, firstMicros};
        }

        private Step step(String node, String trunk) {
            if (step == null) {
                long start = BaselineReplay.this.step;
                step = new Step(node, trunk, start, start + settings.stepMicros());
            }
            return step;
        }
    }
}
