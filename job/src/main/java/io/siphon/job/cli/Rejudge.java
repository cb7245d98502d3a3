package io.siphon.job.cli;

import io.siphon.console.baseline.LearntWindows;
import io.siphon.console.report.Lengths;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;
import io.siphon.schema.Tables;
import io.siphon.udf.alert.baseline.BaselineDetectors;
import io.siphon.udf.alert.baseline.BaselineReplay;
import io.siphon.udf.alert.baseline.BaselineSettings;

import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code siphon alerts --rejudge}: what other thresholds would have found. Writes nothing. */
final class Rejudge {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String DEFAULT_LENGTH = "30d";

    private Rejudge() {}

    /**
     * @param last how much is judged; null for 30 days. Six weeks before are learnt
     */
    static void run(Configuration loaded, @Nullable String last, PrintStream out) {
        BaselineSettings settings = JobConfig.from(loaded).baselines();
        // a step that is not over has fewer calls than it should have
        long now = settings.closedBy(EpochMicros.now());
        run(
                Report.store(loaded),
                settings,
                now - length(last == null ? DEFAULT_LENGTH : last).toNanos() / 1_000,
                now,
                out);
    }

    private static Duration length(String last) {
        try {
            return Lengths.parse(last);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--last: expected 24h, 7d …, got " + last, e);
        }
    }

    static void run(
            StoreAddress address, BaselineSettings settings, long from, long to, PrintStream out) {
        List<AlertSpan> found = new ArrayList<>();
        BaselineReplay replay =
                new BaselineReplay(
                        settings,
                        from,
                        finding ->
                                found.add(
                                        new AlertSpan(
                                                finding.detector(),
                                                finding.node(),
                                                finding.subject(),
                                                finding.startMicros(),
                                                finding.endMicros(),
                                                finding.text())));
        StoredReplay.run(address, from - LearntWindows.LEARNT.toNanos() / 1_000, to, replay);
        print(AlertSpan.joined(stored(address, from, to)), AlertSpan.joined(found), out);
    }

    private static List<AlertSpan> stored(StoreAddress address, long from, long to) {
        List<AlertSpan> stored = new ArrayList<>();
        try (Store store = Store.open(address)) {
            store.read(
                    Tables.ALERTS,
                    "WHERE t.opened_at >= ? AND t.opened_at < ?",
                    alert -> {
                        if (BaselineDetectors.NAMES.contains(alert.detector())) {
                            stored.add(
                                    new AlertSpan(
                                            alert.detector(),
                                            alert.node(),
                                            alert.subject(),
                                            alert.openedAt(),
                                            alert.lastAt(),
                                            alert.text()));
                        }
                    },
                    EpochMicros.utc(from),
                    EpochMicros.utc(to));
        }
        return stored;
    }

    static void print(List<AlertSpan> stored, List<AlertSpan> found, PrintStream out) {
        List<AlertSpan> more = without(found, stored);
        List<AlertSpan> less = without(stored, found);
        less.forEach(span -> out.println("- " + line(span)));
        more.forEach(span -> out.println("+ " + line(span)));
        out.printf(
                Locale.ROOT,
                "%,d alerts are stored, these options find %,d: %,d as before, %,d more (+), %,d"
                        + " less (-)%n",
                stored.size(),
                found.size(),
                found.size() - more.size(),
                more.size(),
                less.size());
    }

    private static List<AlertSpan> without(List<AlertSpan> spans, List<AlertSpan> others) {
        return spans.stream().filter(span -> others.stream().noneMatch(span::isOf)).toList();
    }

    private static String line(AlertSpan span) {
        return PlainText.line(
                time(span.fromMicros())
                        + " to "
                        + time(span.toMicros()).substring("2026-11-03 ".length())
                        + "  "
                        + span.detector()
                        + "  "
                        + span.node()
                        + "  "
                        + span.text());
    }

    private static String time(long micros) {
        return TIME.format(Instant.ofEpochMilli(micros / 1_000));
    }
}
