package io.siphon.job.config;

import io.siphon.udf.alert.baseline.BaselineSettings;
import io.siphon.udf.alert.baseline.HolidayFile;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** {@code alert.baseline.*} and those of the detectors that judge by a baseline. */
public record BaselineSection(
        Duration baselineWindow,
        String baselineZone,
        @Nullable String baselineHolidays,
        Duration baselineLearnStored,
        double trafficLevelZ,
        int trafficLevelFloor,
        double ratioDropP,
        int ratioDropMinCalls,
        double ratioDropMinPoints,
        double latencyShiftFactor,
        Duration latencyShiftMinRise,
        double qualityShiftMads,
        int shortCallsPct,
        int shortCallsMin,
        double acdDropZ,
        double mixShiftMads)
        implements Section {

    private static final BaselineSettings DEFAULTS = BaselineSettings.defaults();

    public static final ConfigOption<Duration> BASELINE_WINDOW =
            ConfigOptions.key("alert.baseline.window")
                    .durationType()
                    .defaultValue(DEFAULTS.window())
                    .withDescription(
                            "Length of the steps in which series are judged against their"
                                    + " baseline. A part of an hour, and a multiple of `qos.window`.");

    public static final ConfigOption<String> BASELINE_ZONE =
            ConfigOptions.key("alert.baseline.zone")
                    .stringType()
                    .defaultValue(DEFAULTS.zone())
                    .withDescription(
                            "Time zone of the hours of the week: `Europe/Berlin`. Traffic follows"
                                    + " the clock of those who call, in summer too.");

    public static final ConfigOption<String> BASELINE_HOLIDAYS =
            ConfigOptions.key("alert.baseline.holidays")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the days that count as Sundays, one `2026-12-25` per line,"
                                    + " `#` begins a comment. It is read at the start.");

    public static final ConfigOption<Duration> BASELINE_LEARN_STORED =
            ConfigOptions.key("alert.baseline.learn-stored")
                    .durationType()
                    .defaultValue(Duration.ofDays(42))
                    .withDescription(
                            "How much of table `measurements` is learnt when there is no state"
                                    + " yet, as at the first start. 0 ms: nothing.");

    public static final ConfigOption<Double> TRAFFIC_LEVEL_Z =
            ConfigOptions.key("alert.traffic-level.z")
                    .doubleType()
                    .defaultValue(DEFAULTS.trafficZ())
                    .withDescription(
                            "`traffic_level`: robust standard deviations from the usual number of"
                                    + " calls. A lower value finds smaller drops, and raises more false"
                                    + " alarms.");

    public static final ConfigOption<Integer> TRAFFIC_LEVEL_FLOOR =
            ConfigOptions.key("alert.traffic-level.floor")
                    .intType()
                    .defaultValue(DEFAULTS.trafficFloor())
                    .withDescription(
                            "`traffic_level`: minimum standard deviation, in calls. So trunks"
                                    + " with few calls do not raise alerts for single calls.");

    public static final ConfigOption<Double> RATIO_DROP_P =
            ConfigOptions.key("alert.ratio-drop.p")
                    .doubleType()
                    .defaultValue(DEFAULTS.ratioP())
                    .withDescription(
                            "`ratio_drop`, `latency_shift`: an alert needs a probability of"
                                    + " chance below this.");

    public static final ConfigOption<Integer> RATIO_DROP_MIN_CALLS =
            ConfigOptions.key("alert.ratio-drop.min-calls")
                    .intType()
                    .defaultValue(DEFAULTS.ratioMinCalls())
                    .withDescription(
                            "`ratio_drop`, `latency_shift`, `quality_shift`: minimum number of"
                                    + " decided calls or values. Steps with fewer are judged together,"
                                    + " those of an hour at most.");

    public static final ConfigOption<Double> RATIO_DROP_MIN_POINTS =
            ConfigOptions.key("alert.ratio-drop.min-points")
                    .doubleType()
                    .defaultValue(DEFAULTS.ratioMinPoints())
                    .withDescription(
                            "`ratio_drop`: percentage points by which the ratio must have"
                                    + " dropped. On a busy trunk even the smallest drop is beyond chance.");

    public static final ConfigOption<Double> LATENCY_SHIFT_FACTOR =
            ConfigOptions.key("alert.latency-shift.factor")
                    .doubleType()
                    .defaultValue(DEFAULTS.latencyFactor())
                    .withDescription(
                            "`latency_shift`: how many times the usual 95th percentile the delay"
                                    + " must be.");

    public static final ConfigOption<Duration> LATENCY_SHIFT_MIN_RISE =
            ConfigOptions.key("alert.latency-shift.min-rise")
                    .durationType()
                    .defaultValue(DEFAULTS.latencyMinRise())
                    .withDescription(
                            "`latency_shift`: minimum rise. People do not notice a smaller one.");

    public static final ConfigOption<Double> QUALITY_SHIFT_MADS =
            ConfigOptions.key("alert.quality-shift.mads")
                    .doubleType()
                    .defaultValue(DEFAULTS.qualityMads())
                    .withDescription(
                            "`quality_shift`: distance of the opinion scores from the usual ones,"
                                    + " in median absolute deviations.");

    public static final ConfigOption<Integer> SHORT_CALLS_PCT =
            ConfigOptions.key("alert.short-calls.pct")
                    .intType()
                    .defaultValue((int) DEFAULTS.shortCallsPct())
                    .withDescription(
                            "`short_calls`: percentage of a trunk's answered calls that lasted less"
                                    + " than 6 s.");

    public static final ConfigOption<Integer> SHORT_CALLS_MIN =
            ConfigOptions.key("alert.short-calls.min")
                    .intType()
                    .defaultValue(DEFAULTS.shortCallsMin())
                    .withDescription(
                            "`short_calls`, `acd_drop`: minimum number of answered calls. Steps"
                                    + " with fewer are judged together.");

    public static final ConfigOption<Double> ACD_DROP_Z =
            ConfigOptions.key("alert.acd-drop.z")
                    .doubleType()
                    .defaultValue(DEFAULTS.acdZ())
                    .withDescription(
                            "`acd_drop`: standard deviations below the usual mean duration.");

    public static final ConfigOption<Double> MIX_SHIFT_MADS =
            ConfigOptions.key("alert.mix-shift.mads")
                    .doubleType()
                    .defaultValue(DEFAULTS.mixMads())
                    .withDescription(
                            "`mix_shift`: distance between the methods of a trunk's requests and"
                                    + " those of the last hour or so, in median absolute deviations of"
                                    + " that distance.");

    static BaselineSection from(Configuration configuration) {
        return new BaselineSection(
                configuration.get(BASELINE_WINDOW),
                configuration.get(BASELINE_ZONE),
                configuration.get(BASELINE_HOLIDAYS),
                configuration.get(BASELINE_LEARN_STORED),
                configuration.get(TRAFFIC_LEVEL_Z),
                configuration.get(TRAFFIC_LEVEL_FLOOR),
                configuration.get(RATIO_DROP_P),
                configuration.get(RATIO_DROP_MIN_CALLS),
                configuration.get(RATIO_DROP_MIN_POINTS),
                configuration.get(LATENCY_SHIFT_FACTOR),
                configuration.get(LATENCY_SHIFT_MIN_RISE),
                configuration.get(QUALITY_SHIFT_MADS),
                configuration.get(SHORT_CALLS_PCT),
                configuration.get(SHORT_CALLS_MIN),
                configuration.get(ACD_DROP_Z),
                configuration.get(MIX_SHIFT_MADS));
    }

    /** How series are judged, in windows that are kept like those of measurements. */
    BaselineSettings settings(AlertSection alert, QosSection qos) {
        return new BaselineSettings(
                alert.detectors(),
                baselineWindow,
                qos.settings(),
                baselineZone,
                baselineHolidays == null ? List.of() : HolidayFile.read(baselineHolidays),
                trafficLevelZ,
                trafficLevelFloor,
                ratioDropP,
                ratioDropMinCalls,
                ratioDropMinPoints,
                latencyShiftFactor,
                latencyShiftMinRise,
                qualityShiftMads,
                shortCallsPct,
                shortCallsMin,
                acdDropZ,
                mixShiftMads);
    }

    @Override
    public void check(Mistakes mistakes) {
        long window = baselineWindow.toMillis();
        if (window <= 0 || Duration.ofHours(1).toMillis() % window != 0) {
            mistakes.add(BASELINE_WINDOW, "must be a part of an hour, got " + baselineWindow);
        }
        mistakes.parse(BASELINE_ZONE, () -> zone(baselineZone));
        if (baselineHolidays != null) {
            mistakes.parse(BASELINE_HOLIDAYS, () -> HolidayFile.read(baselineHolidays));
        }
        if (!(ratioDropP > 0 && ratioDropP < 1)) {
            mistakes.add(RATIO_DROP_P, "must be between 0 and 1, got " + ratioDropP);
        }
        if (!(latencyShiftFactor > 1)) {
            mistakes.add(LATENCY_SHIFT_FACTOR, "must be more than 1, got " + latencyShiftFactor);
        }
        if (!(trafficLevelZ > 0)) {
            mistakes.add(TRAFFIC_LEVEL_Z, "must be more than 0, got " + trafficLevelZ);
        }
        if (!(qualityShiftMads > 0)) {
            mistakes.add(QUALITY_SHIFT_MADS, "must be more than 0, got " + qualityShiftMads);
        }
        if (!(acdDropZ > 0)) {
            mistakes.add(ACD_DROP_Z, "must be more than 0, got " + acdDropZ);
        }
        if (!(mixShiftMads > 0)) {
            mistakes.add(MIX_SHIFT_MADS, "must be more than 0, got " + mixShiftMads);
        }
        mistakes.positive(TRAFFIC_LEVEL_FLOOR, trafficLevelFloor);
        mistakes.positive(RATIO_DROP_MIN_CALLS, ratioDropMinCalls);
        mistakes.positive(LATENCY_SHIFT_MIN_RISE, latencyShiftMinRise);
        mistakes.positive(SHORT_CALLS_MIN, shortCallsMin);
    }

    private static void zone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected Europe/Berlin, +02:00 …, got " + zone, e);
        }
    }
}
