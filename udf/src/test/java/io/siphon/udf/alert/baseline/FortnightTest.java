package io.siphon.udf.alert.baseline;

import io.siphon.schema.Measurement;
import io.siphon.udf.finding.Finding;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often detectors are wrong. {@code -Dsiphon.fortnight.seeds=10} tries more and prints the
 * table of {@code docs/alerts.md}.
 */
class FortnightTest {

    private static final Comparator<Finding> ORDER =
            Comparator.comparingLong(Finding::startMicros)
                    .thenComparing(Finding::detector)
                    .thenComparing(Finding::subject);

    @Test
    void findsWhatGoesWrongAndLittleElse() throws Exception {
        int seeds = Integer.getInteger("siphon.fortnight.seeds", 1);
        Fortnight fortnight = new Fortnight(seeds > 1 ? 6 : 3);
        for (long seed : LongStream.rangeClosed(1, seeds).toArray()) {
            if (seeds > 1) {
                fortnight.replay(seed);
            } else {
                fortnight.run(seed);
            }
        }
        if (seeds > 1) {
            System.out.print(fortnight.table());
            System.out.printf(
                    Locale.ROOT,
                    "precision %.3f, %d series and weeks, false alarms in each %.4f%n%s%n",
                    fortnight.precision(),
                    fortnight.seriesAndWeeks(),
                    fortnight.falseAlarmsPerSeriesAndWeek(),
                    String.join("\n", fortnight.falseAlarms()));
        }
        assertThat(fortnight.recall("traffic stops")).isEqualTo(1);
        assertThat(fortnight.recall("traffic drops by 60 %")).isGreaterThan(0.6);
        assertThat(fortnight.recall("flood")).isEqualTo(1);
        assertThat(fortnight.recall("ASR drops from 56 to 34")).isGreaterThan(0.6);
        assertThat(fortnight.recall("PDD")).isEqualTo(1);
        assertThat(fortnight.recall("MOS")).isEqualTo(1);
        assertThat(fortnight.recall("32 % of calls are short")).isGreaterThan(0.6);
        assertThat(fortnight.falseAlarmsPerSeriesAndWeek())
                .as("false alarms: %s", fortnight.falseAlarms())
                .isLessThanOrEqualTo(0.03);
    }

    @Test
    void storedMeasurementsAreJudgedAsTheJobDoes() throws Exception {
        long outage = Traffic.MONDAY + 15 * Traffic.DAY + 10 * Traffic.HOUR;
        List<Incident> incidents =
                List.of(
                        new Incident(Incident.Kind.TRAFFIC, "a", outage, 60, 0, ""),
                        new Incident(
                                Incident.Kind.SCORE, "b", outage + 4 * Traffic.HOUR, 60, 0.8, ""));
        List<Finding> ofJob;
        List<Finding> ofReplay = new ArrayList<>();
        try (BaselineOperators operators = new BaselineOperators(Fortnight.SETTINGS)) {
            traffic(incidents, operators::accept);
            ofJob = operators.finish();
        }
        BaselineReplay replay =
                new BaselineReplay(Fortnight.SETTINGS, Traffic.MONDAY, ofReplay::add);
        traffic(incidents, replay::accept);
        replay.finish();
        assertThat(ofReplay.stream().sorted(ORDER))
                .hasSizeGreaterThan(10)
                .containsExactlyElementsOf(ofJob.stream().sorted(ORDER).toList());
    }

    private static void traffic(List<Incident> incidents, Consumer<Measurement> out) {
        new Traffic(7, List.of(), incidents)
                .trunk("a", 200)
                .trunk("b", 80)
                .generate(Traffic.MONDAY, Traffic.MONDAY + 16 * Traffic.DAY, out);
    }
}
