package io.siphon.job.cli;

import io.siphon.console.baseline.BaselineLearner;
import io.siphon.console.baseline.Baselines;
import io.siphon.console.baseline.HourlyBaseline;
import io.siphon.console.baseline.SeriesBaseline;
import io.siphon.schema.Measurement;
import io.siphon.schema.MetricCatalogue;
import io.siphon.udf.alert.baseline.BaselineDetectors;
import io.siphon.udf.alert.baseline.BaselineReplay;
import io.siphon.udf.alert.baseline.BaselineSettings;
import io.siphon.udf.alert.baseline.HourlyKnowledge;
import io.siphon.udf.alert.baseline.MetricKnowledge;
import io.siphon.udf.alert.baseline.SeriesKnowledge;

import java.util.ArrayList;
import java.util.List;

/** The rules of the job for the console, which does not know them. */
final class ConsoleBaselines implements BaselineLearner {

    /** Of one while it is learnt, on the heap; a sixth afterwards. */
    private static final long BYTES_A_SERIES = 100_000;

    private static final int PARTS_OF_HEAP = 20;
    private static final int MIN_SERIES = 100;
    private static final int MAX_SERIES = 2_000;

    private final BaselineSettings settings;
    private final BaselineReplay replay;

    ConsoleBaselines(BaselineSettings settings) {
        this(settings, maxSeries(Runtime.getRuntime().maxMemory()));
    }

    ConsoleBaselines(BaselineSettings settings, int maxSeries) {
        this.settings = settings;
        this.replay = BaselineReplay.learning(settings, maxSeries);
    }

    /** A twentieth of the heap: a job may run beside. */
    static int maxSeries(long heap) {
        long fit = heap / PARTS_OF_HEAP / BYTES_A_SERIES;
        return (int) Math.max(MIN_SERIES, Math.min(MAX_SERIES, fit));
    }

    @Override
    public List<String> metrics() {
        return BaselineDetectors.METRICS;
    }

    @Override
    public long closedBy(long nowMicros) {
        return settings.closedBy(nowMicros);
    }

    @Override
    public void accept(Measurement window) {
        replay.accept(window);
    }

    @Override
    public Baselines finish(long nowMicros) {
        replay.finish();
        List<SeriesBaseline> known = new ArrayList<>();
        for (SeriesKnowledge series : replay.known(nowMicros)) {
            for (MetricKnowledge metric : series.metrics()) {
                known.add(of(series, metric));
            }
        }
        return new Baselines(
                nowMicros, settings.window(), settings.zone(), known, replay.windowsLeftOut());
    }

    private static SeriesBaseline of(SeriesKnowledge series, MetricKnowledge metric) {
        boolean calls = metric.metric().equals(MetricCatalogue.CALL_ATTEMPTS.name());
        HourlyKnowledge hours = metric.hours();
        return new SeriesBaseline(
                series.node(),
                series.trunk(),
                metric.metric(),
                metric.unit(),
                metric.hoursKnown(),
                metric.usual(),
                metric.spread(),
                metric.slot(),
                metric.unusual(),
                calls ? series.level() : Double.NaN,
                calls ? series.noise() : Double.NaN,
                new HourlyBaseline(
                        hours.usual(), hours.spread(), hours.weeks(), hours.hourOfWeek()));
    }
}
