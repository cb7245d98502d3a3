package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
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
    private final int maxSeries;

    /** By node, then trunk. */
    private final Map<String, Map<String, Series>> nodes = new TreeMap<>();

    /** Of which something was captured in the step. */
    private final Set<String> captured = new HashSet<>();

    /** Capture gaps: first µs, and first µs after. */
    private final Map<Long, Long> gaps = new HashMap<>();

    private long step = Long.MIN_VALUE;
    private int seriesKnown;
    private long windowsLeftOut;

    /**
     * @param judgedFrom steps before are only learnt, epoch µs
     */
    public BaselineReplay(BaselineSettings settings, long judgedFrom, Consumer<Finding> alerts) {
        this(settings, judgedFrom, alerts, Integer.MAX_VALUE);
    }

    private BaselineReplay(
            BaselineSettings settings, long judgedFrom, Consumer<Finding> alerts, int maxSeries) {
        this.settings = settings;
        this.detectors = new BaselineDetectors(settings);
        this.judgedFrom = judgedFrom;
        this.alerts = alerts;
        this.maxSeries = maxSeries;
    }

    /**
     * Learns, and judges nothing.
     *
     * @param maxSeries at a time: further ones are left out until one is forgotten
     */
    public static BaselineReplay learning(BaselineSettings settings, int maxSeries) {
        return new BaselineReplay(settings, Long.MAX_VALUE, finding -> {}, maxSeries);
    }

    /** The next window; others than of metrics that are learnt from are ignored. */
    public void accept(Measurement measurement) {
        if (CaptureGapTimes.is(measurement)) {
            gaps.merge(measurement.startMicros(), measurement.endMicros(), Math::max);
            return;
        }
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
            Series series = series(figure);
            if (series == null) {
                windowsLeftOut++;
                return;
            }
            series.seen[1] = Math.max(series.seen[1], figure.startMicros());
            series.step(figure.node(), figure.trunk()).add(figure);
        }
    }

    /** Null when there are too many. */
    @Nullable
    private Series series(Figure figure) {
        Map<String, Series> trunks = nodes.getOrDefault(figure.node(), Map.of());
        Series known = trunks.get(figure.trunk());
        if (known != null || seriesKnown >= maxSeries) {
            return known;
        }
        Series added = new Series(figure.startMicros());
        nodes.computeIfAbsent(figure.node(), node -> new TreeMap<>()).put(figure.trunk(), added);
        seriesKnown++;
        return added;
    }

    /** The step is over. */
    public void finish() {
        long now = settings.closesAt(step) * 1_000;
        boolean missed = CaptureGapTimes.spoil(gaps.entrySet(), step, settings.stepMicros());
        gaps.values().removeIf(end -> end <= step);
        nodes.forEach(
                (node, trunks) -> {
                    seriesKnown -= trunks.size();
                    trunks.values().removeIf(of -> NodeRoster.forgottenAt(of.seen) <= now);
                    seriesKnown += trunks.size();
                    if (missed) {
                        trunks.values().forEach(series -> series.step = null);
                    } else if (captured.contains(node)) {
                        trunks.forEach((trunk, series) -> next(node, trunk, series));
                    }
                });
        nodes.values().removeIf(Map::isEmpty);
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

    /** Windows of series for which there was no room. */
    public long windowsLeftOut() {
        return windowsLeftOut;
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
                                                        settings,
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
