package io.siphon.udf.alert.baseline;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * What is known of one metric of a series, for people. Usual and spread are what detectors compare
 * with: of calls and durations median and median absolute deviation of the weeks; of ratios the
 * share of all calls of the weeks, and the deviation of the single weeks; of delays the 95th
 * percentile and how far it is from the median; of scores the mean and half of the interquartile
 * range.
 *
 * @param metric its name, or {@code asr}, {@code ner}, {@code ser}
 * @param unit of usual and spread
 * @param usual at a time; NaN while that is not judged
 * @param spread likewise
 * @param slot hour of the week of that time, 0 for Monday 00:00
 * @param unusual whether it is unusual now
 */
public record MetricKnowledge(
        String metric,
        String unit,
        double usual,
        double spread,
        int slot,
        boolean unusual,
        HourlyKnowledge hours) {

    private static final double PERCENT = 100;
    private static final double LOWER_QUARTILE = 0.25;
    private static final double UPPER_QUARTILE = 0.75;

    /** What a distribution says of a metric. */
    private record Usual(double value, double spread) {}

    static List<MetricKnowledge> of(
            SeriesState series, BaselineSettings settings, WeekCalendar calendar, long nowMicros) {
        int slot = calendar.slot(calendar.localHour(nowMicros));
        List<MetricKnowledge> known = new ArrayList<>();
        known.add(
                ofValues(
                        MetricCatalogue.CALL_ATTEMPTS,
                        series.traffic.slots,
                        series.traffic.slots.expected(calendar, nowMicros),
                        slot,
                        series.traffic.episode));
        for (Ratio ratio : Ratio.values()) {
            known.add(ofRatio(ratio, series.outcomes, settings.stepsPerHour(), slot));
        }
        known.add(
                ofValues(
                        MetricCatalogue.CALL_DURATION_S,
                        series.durations.slots,
                        series.durations.slots.expected(calendar, nowMicros),
                        slot,
                        series.durations.acd));
        addSpread(
                MetricCatalogue.CALL_PDD_MS,
                series.postDialDelays,
                MetricKnowledge::delay,
                slot,
                known);
        addSpread(
                MetricCatalogue.REGISTRATION_REQUEST_DELAY_MS,
                series.registrationDelays,
                MetricKnowledge::delay,
                slot,
                known);
        addSpread(MetricCatalogue.RTP_MOS, series.wireScores, MetricKnowledge::score, slot, known);
        addSpread(
                MetricCatalogue.RTCP_MOS,
                series.reportedScores,
                MetricKnowledge::score,
                slot,
                known);
        // a trunk without calls has calls, all the same: none
        known.subList(1, known.size()).removeIf(of -> of.hours.isEmpty());
        return known;
    }

    /**
     * @param now between the middles of hours
     */
    private static MetricKnowledge ofValues(
            MetricInfo metric,
            SlotValues slots,
            @Nullable Expected now,
            int slot,
            EpisodeState episode) {
        return new MetricKnowledge(
                metric.name(),
                metric.unit(),
                now == null ? Double.NaN : now.median(),
                now == null ? Double.NaN : now.mad(),
                slot,
                episode.isOpen(),
                HourlyKnowledge.of(slots::weeks, slots::expected));
    }

    private static MetricKnowledge ofRatio(
            Ratio ratio, OutcomeState outcomes, int stepsPerHour, int slot) {
        return ofHour(
                ratio.name().toLowerCase(Locale.ROOT),
                "%",
                slot,
                outcomes.episodes[ratio.ordinal()],
                HourlyKnowledge.of(
                        outcomes.slots[0]::weeks, of -> share(ratio, outcomes, stepsPerHour, of)));
    }

    /** As {@link RatioDrop} has it. */
    @Nullable
    private static Expected share(Ratio ratio, OutcomeState outcomes, int stepsPerHour, int slot) {
        double[][] values = new double[OutcomeState.OUTCOMES][];
        for (int i = 0; i < values.length; i++) {
            values[i] = outcomes.slots[i].values(slot);
        }
        double[] shares = new double[values[0].length];
        double[] sum = new double[OutcomeState.OUTCOMES];
        for (int week = 0; week < shares.length; week++) {
            double[] calls = new double[OutcomeState.OUTCOMES];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = stepsPerHour * values[i][week];
                sum[i] += calls[i];
            }
            shares[week] = PERCENT * ratio.hits(calls) / ratio.calls(calls);
        }
        if (ratio.calls(sum) < RatioDrop.BASELINE_MIN_CALLS) {
            return null;
        }
        // hours without any decided call have no share
        double[] decided = DoubleStream.of(shares).filter(share -> !Double.isNaN(share)).toArray();
        return new Expected(
                PERCENT * ratio.share(sum),
                Statistics.mad(decided, Statistics.median(decided)),
                decided.length,
                outcomes.slots[0].weeks(slot) >= SlotValues.WEEKS_TO_KNOW);
    }

    private static void addSpread(
            MetricInfo metric,
            @Nullable SpreadState known,
            Function<Histogram, Usual> figures,
            int slot,
            List<MetricKnowledge> out) {
        if (known != null) {
            out.add(
                    ofHour(
                            metric.name(),
                            metric.unit(),
                            slot,
                            known.episode,
                            HourlyKnowledge.of(
                                    known.slots::weeks, of -> expected(known.slots, of, figures))));
        }
    }

    @Nullable
    private static Expected expected(
            SlotHistograms slots, int slot, Function<Histogram, Usual> figures) {
        Histogram values = slots.usual(slot);
        if (values.total() < SpreadState.BASELINE_MIN_VALUES) {
            return null;
        }
        Usual usual = figures.apply(values);
        int weeks = slots.weeks(slot);
        return new Expected(usual.value, usual.spread, weeks, weeks >= SlotValues.WEEKS_TO_KNOW);
    }

    /** As {@link LatencyShift} has it. */
    private static Usual delay(Histogram values) {
        double high = values.quantile(LatencyShift.QUANTILE);
        return new Usual(high, high - values.quantile(0.5));
    }

    /** As {@link QualityShift} has it. */
    private static Usual score(Histogram values) {
        return new Usual(
                values.mean(),
                (values.quantile(UPPER_QUARTILE) - values.quantile(LOWER_QUARTILE)) / 2);
    }

    private static MetricKnowledge ofHour(
            String metric, String unit, int slot, EpisodeState episode, HourlyKnowledge hours) {
        return new MetricKnowledge(
                metric,
                unit,
                hours.usual()[slot],
                hours.spread()[slot],
                slot,
                episode.isOpen(),
                hours);
    }

    /** Of how many hours of the week at least two weeks are known. */
    public int hoursKnown() {
        return hours.known();
    }
}
