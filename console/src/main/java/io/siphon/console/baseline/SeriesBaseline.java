package io.siphon.console.baseline;

import javax.annotation.Nullable;

/**
 * What is known of one metric of a trunk, as one node sees it.
 *
 * @param trunk empty for calls without one
 * @param metric its name, or {@code asr}, {@code ner}, {@code ser}
 * @param unit of usual and spread
 * @param hoursKnown hours of the week of which enough weeks are known, of {@value
 *     HourlyBaseline#HOURS}
 * @param usual at the time of {@link Baselines#atMicros}; NaN while it is not known
 * @param spread likewise
 * @param hour of the week of that time, 0 for Monday 00:00
 * @param unusual whether it is unusual at that time
 * @param level how much more traffic than usual there has been in the last hours; NaN for metrics
 *     that have none
 * @param noise how much wider calls scatter than a Poisson process does; NaN likewise
 */
public record SeriesBaseline(
        String node,
        String trunk,
        String metric,
        String unit,
        int hoursKnown,
        double usual,
        double spread,
        int hour,
        boolean unusual,
        double level,
        double noise,
        HourlyBaseline hours) {

    /** Weeks that are known of the hour. */
    public int weeks() {
        return hours.weeks()[hour];
    }

    /** Whether this hour is judged by the same hour of the weeks before. */
    public boolean isWarm() {
        return isJudged() && hours.hourOfWeek()[hour];
    }

    /** Whether this hour is judged at all. */
    public boolean isJudged() {
        return !Double.isNaN(usual);
    }

    /** {@code hour_of_week}, {@code hour_of_day}; null while it is not judged. */
    @Nullable
    public String judgedBy() {
        return !isJudged() ? null : isWarm() ? "hour_of_week" : "hour_of_day";
    }
}
