package io.siphon.job.cli;

import io.siphon.console.baseline.LearntWindows;
import io.siphon.job.config.JobConfig;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;
import io.siphon.udf.alert.baseline.BaselineReplay;
import io.siphon.udf.alert.baseline.BaselineSettings;
import io.siphon.udf.alert.baseline.SeriesKnowledge;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code siphon baselines}: what is known of each series, from what is stored. */
@Command(
        name = "baselines",
        description =
                "Print the baseline of each trunk at this hour, from the stored measurements,"
                        + " and how much of the week is known (docs/alerts.md).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Baselines implements Callable<Integer> {

    private static final String LINE = "%-20s %-20s %8s  %-12s %10s %8s %6s %6s %6s  %s%n";

    @Mixin private ConfigurationMixin configuration;

    @Override
    public Integer call() {
        Configuration loaded = configuration.load();
        BaselineSettings settings = JobConfig.from(loaded).baselines();
        long now = EpochMicros.now();
        BaselineReplay replay = new BaselineReplay(settings, Long.MAX_VALUE, finding -> {});
        StoredReplay.run(
                Report.store(loaded),
                now - LearntWindows.LEARNT.toNanos() / 1_000,
                settings.closedBy(now),
                replay);
        print(replay.known(now), settings.window(), System.out);
        return 0;
    }

    static void print(List<SeriesKnowledge> known, Duration window, PrintStream out) {
        out.printf(
                LINE,
                "node",
                "trunk",
                "hours",
                "judged by",
                "calls/" + window.toMinutes() + "m",
                "MAD",
                "level",
                "noise",
                "kB",
                "traffic");
        for (SeriesKnowledge series : known) {
            out.printf(
                    Locale.ROOT,
                    LINE,
                    PlainText.line(series.node()),
                    series.trunk().isEmpty() ? "-" : PlainText.line(series.trunk()),
                    series.slots() + "/168",
                    judgedBy(series),
                    number(series.usual(), 1),
                    number(series.mad(), 1),
                    number(series.level(), 2),
                    number(series.noise(), 2),
                    (series.bytes() + 1023) / 1024,
                    series.open() ? "unusual" : "as usual");
        }
        out.println(
                known.size()
                        + " series; hours: hours of the week with two weeks of data; nothing: not yet"
                        + " judged at this hour");
    }

    private static String judgedBy(SeriesKnowledge series) {
        if (Double.isNaN(series.usual())) {
            return "nothing";
        }
        return series.hourOfWeek() ? series.weeks() + " weeks" : "hour of day";
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
