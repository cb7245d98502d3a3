package io.siphon.udf.alert.baseline;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What people see of a trunk, as it is learnt. */
class MetricKnowledgeTest {

    private static final long NOON = 12 * Traffic.HOUR;
    private static final BaselineSettings SETTINGS = BaselineSettings.defaults();

    /** Of a trunk with 200 calls in the busiest five minutes. */
    private static SeriesKnowledge known(long learnt, long now) {
        BaselineReplay replay = new BaselineReplay(SETTINGS, Long.MAX_VALUE, finding -> {});
        new Traffic(7, List.of(), List.of())
                .trunk("carrier-a", 200)
                .generate(Traffic.MONDAY, Traffic.MONDAY + learnt, replay::accept);
        replay.finish();
        return replay.known(Traffic.MONDAY + now).get(0);
    }

    private static Map<String, MetricKnowledge> byName(SeriesKnowledge series) {
        return series.metrics().stream()
                .collect(Collectors.toMap(MetricKnowledge::metric, Function.identity()));
    }

    @Test
    void eachMetricIsKnownByTheHourOfTheWeek() {
        SeriesKnowledge series = known(15 * Traffic.DAY, 14 * Traffic.DAY + NOON);
        Map<String, MetricKnowledge> metrics = byName(series);

        assertThat(series.metrics())
                .extracting(MetricKnowledge::metric)
                .containsExactly(
                        "call_attempts",
                        "asr",
                        "ner",
                        "ser",
                        "call_duration_s",
                        "call_pdd_ms",
                        "rtcp_mos");
        MetricKnowledge calls = metrics.get("call_attempts");
        assertThat(calls.usual()).isEqualTo(series.usual());
        assertThat(calls.spread()).isEqualTo(series.mad());
        assertThat(calls.hoursKnown()).isEqualTo(series.slots()).isEqualTo(168);
        assertThat(calls.slot()).isEqualTo(12);
        // it drifts by 1.6 points, one standard deviation
        assertThat(metrics.get("asr").usual()).isCloseTo(56, within(4.0));
        assertThat(metrics.get("asr").spread()).isBetween(0.0, 4.0);
        assertThat(metrics.get("asr").hours().hourOfWeek()[12]).isTrue();
        assertThat(metrics.get("ner").usual()).isCloseTo(97.4, within(1.0));
        assertThat(metrics.get("call_duration_s").usual()).isCloseTo(150, within(15.0));
        // 1400 · exp(0.45 · 1.645), within a bin of 15 %
        assertThat(metrics.get("call_pdd_ms").usual()).isCloseTo(2_935, within(300.0));
        assertThat(metrics.get("call_pdd_ms").spread()).isCloseTo(1_535, within(300.0));
        assertThat(metrics.get("rtcp_mos").usual()).isCloseTo(4.27, within(0.05));
    }

    @Test
    void whatTooFewWeeksSayIsByTheHourOfTheDay() {
        MetricKnowledge calls =
                byName(known(4 * Traffic.DAY, 4 * Traffic.DAY + NOON)).get("call_attempts");

        assertThat(calls.hoursKnown()).isZero();
        int friday = 4 * WeekCalendar.HOURS + 12;
        assertThat(calls.slot()).isEqualTo(friday);
        assertThat(calls.usual()).isPositive();
        assertThat(calls.hours().weeks()[friday]).isZero();
        assertThat(calls.hours().hourOfWeek()[friday]).isFalse();
        assertThat(calls.hours().usual()[WeekCalendar.WEEKEND]).isNaN();
    }

    @Test
    void aDayIsNotKnownYet() {
        SeriesKnowledge series = known(Traffic.DAY, Traffic.DAY);

        assertThat(series.metrics()).allMatch(of -> Double.isNaN(of.usual()));
        assertThat(series.metrics()).allMatch(of -> Double.isNaN(of.spread()));
    }
}
