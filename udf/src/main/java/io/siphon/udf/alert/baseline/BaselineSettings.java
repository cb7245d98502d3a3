package io.siphon.udf.alert.baseline;

import io.siphon.udf.qos.QosSettings;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How series are learnt and judged: the options {@code alert.baseline.*} and those of the
 * detectors.
 *
 * @param detectors names of those that are on
 * @param window length of the steps that are judged; a part of an hour
 * @param windows of the measurements
 * @param zone of the hours of the week, a name that {@link java.time.ZoneId} knows
 * @param holidays epoch days that are like Sundays
 * @param trafficZ deviation from which traffic is unusual, in robust standard deviations
 * @param trafficFloor calls a step, below which no standard deviation is taken to be
 * @param ratioP probability of chance below which a ratio has dropped
 * @param ratioMinCalls fewer decided calls say nothing
 * @param ratioMinPoints percentage points by which a ratio drops at least
 * @param latencyFactor of the usual 95th percentile
 * @param latencyMinRise ms above the usual 95th percentile, at least
 * @param qualityMads distance from the usual scores, in median absolute deviations
 * @param shortCallsPct share of short calls that is too high
 * @param shortCallsMin fewer answered calls say nothing
 * @param acdZ deviation from which the mean duration has dropped
 * @param mixMads distance from the usual mix of methods, in median absolute deviations
 */
public record BaselineSettings(
        List<String> detectors,
        Duration window,
        QosSettings windows,
        String zone,
        List<Long> holidays,
        double trafficZ,
        int trafficFloor,
        double ratioP,
        int ratioMinCalls,
        double ratioMinPoints,
        double latencyFactor,
        Duration latencyMinRise,
        double qualityMads,
        double shortCallsPct,
        int shortCallsMin,
        double acdZ,
        double mixMads)
        implements Serializable {

    private static final long HOUR_MS = 3_600_000;

    /** As the options' defaults. */
    public static BaselineSettings defaults() {
        return new BaselineSettings(
                BaselineDetectors.ON_BY_DEFAULT,
                Duration.ofMinutes(5),
                QosSettings.defaults(),
                "UTC",
                List.of(),
                5.5,
                5,
                1e-6,
                50,
                3,
                1.5,
                Duration.ofMillis(300),
                6,
                15,
                100,
                6,
                6);
    }

    /** The same with other detectors that are on. */
    BaselineSettings withDetectors(List<String> others) {
        return new BaselineSettings(
                others,
                window,
                windows,
                zone,
                holidays,
                trafficZ,
                trafficFloor,
                ratioP,
                ratioMinCalls,
                ratioMinPoints,
                latencyFactor,
                latencyMinRise,
                qualityMads,
                shortCallsPct,
                shortCallsMin,
                acdZ,
                mixMads);
    }

    /** Those of tests: measurements as long as steps, so that there are few. */
    public BaselineSettings withWindows(QosSettings others) {
        return new BaselineSettings(
                detectors,
                window,
                others,
                zone,
                holidays,
                trafficZ,
                trafficFloor,
                ratioP,
                ratioMinCalls,
                ratioMinPoints,
                latencyFactor,
                latencyMinRise,
                qualityMads,
                shortCallsPct,
                shortCallsMin,
                acdZ,
                mixMads);
    }

    /** The same with days that are like Sundays. */
    public BaselineSettings withHolidays(List<Long> days) {
        return new BaselineSettings(
                detectors,
                window,
                windows,
                zone,
                days,
                trafficZ,
                trafficFloor,
                ratioP,
                ratioMinCalls,
                ratioMinPoints,
                latencyFactor,
                latencyMinRise,
                qualityMads,
                shortCallsPct,
                shortCallsMin,
                acdZ,
                mixMads);
    }

    /** Whether requests are told by method: there are many of them. */
    boolean mixes() {
        return detectors.contains(MixShift.NAME);
    }

    long stepMicros() {
        return window.toNanos() / 1_000;
    }

    int stepsPerHour() {
        return (int) Math.max(1, HOUR_MS / window.toMillis());
    }

    /** First µs of the step that a time is in. */
    long stepOf(long micros) {
        return Math.floorDiv(micros, stepMicros()) * stepMicros();
    }

    /** The end of the last step of which no measurement is written anew at a time, epoch µs. */
    public long closedBy(long nowMicros) {
        return stepOf(nowMicros - windows.allowedLateness().toNanos() / 1_000);
    }

    /** When no measurement of the step that begins then is written anew any more, epoch ms. */
    long closesAt(long stepStart) {
        return (stepStart + stepMicros()) / 1_000 + windows.allowedLateness().toMillis();
    }
}
