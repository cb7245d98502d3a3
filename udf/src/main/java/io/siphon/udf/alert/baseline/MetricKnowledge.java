package io.siphon.udf.alert.baseline;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        addDelay(MetricCatalogue.CALL_PDD_MS, series.postDialDelays, slot, known);
        addDelay(
                MetricCatalogue.REGISTRATION_REQUEST_DELAY_MS,
                series.registrationDelays,
                slot,
                known);
        addScore(MetricCatalogue.RTP_MOS, series.wireScores, slot, known);
        addScore(MetricCatalogue.RTCP_MOS, series.reportedScores, slot, known);
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

    private static void addDelay(
            MetricInfo metric, @Nullable SpreadState known, int slot, List<MetricKnowledge> out) {
        if (known != null) {
            out.add(
                    ofHour(
                            metric.name(),
                            metric.unit(),
                            slot,
                            known.episode,
                            HourlyKnowledge.of(known.slots::weeks, of -> delay(known.slots, of))));
        }
    }

    /** As {@link LatencyShift} has it. */
    @Nullable
    private static Expected delay(SlotHistograms slots, int slot) {
        Histogram usual = slots.usual(slot);
        if (usual.total() < SpreadState.BASELINE_MIN_VALUES) {
            return null;
        }
        double high = usual.quantile(LatencyShift.QUANTILE);
        return new Expected(
                high,
                high - usual.quantile(0.5),
                slots.weeks(slot),
                slots.weeks(slot) >= SlotValues.WEEKS_TO_KNOW);
    }

    private static void addScore(
            MetricInfo metric, @Nullable SpreadState known, int slot, List<MetricKnowledge> out) {
        if (known != null) {
            out.add(
                    ofHour(
                            metric.name(),
                            metric.unit(),
                            slot,
                            known.episode,
                            HourlyKnowledge.of(known.slots::weeks, of -> score(known.slots, of))));
        }
    }

    /** As {@link QualityShift} has it. */
    @Nullable
    private static Expected score(SlotHistograms slots, int slot) {
        Histogram usual = slots.usual(slot);
        if (usual.total() < SpreadState.BASELINE_MIN_VALUES) {
            return null;
        }
        return new Expected(
                usual.mean(),
                (usual.quantile(UPPER_QUARTILE) - usual.quantile(LOWER_QUARTILE)) / 2,
                slots.weeks(slot),
                slots.weeks(slot) >= SlotValues.WEEKS_TO_KNOW);
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
