package io.siphon.udf.alert.baseline;

import java.util.List;

/**
 * What is known of a series, for people.
 *
 * @param slots hours of the week of which at least two weeks are known, of 168
 * @param weeks values known of this hour of the week
 * @param usual calls a step at this hour; NaN while that is not known
 * @param mad median absolute deviation from it
 * @param hourOfWeek whether by the hour of the week; else by that of the day
 * @param level how much more traffic than usual there has been in the last hours
 * @param noise how much wider calls scatter than a Poisson process does, in standard deviations
 * @param open whether its traffic is unusual now
 * @param bytes of state
 * @param metrics each metric of it, the number of calls first
 */
public record SeriesKnowledge(
        String node,
        String trunk,
        int slots,
        int weeks,
        double usual,
        double mad,
        boolean hourOfWeek,
        double level,
        double noise,
        boolean open,
        int bytes,
        List<MetricKnowledge> metrics) {

    static SeriesKnowledge of(
            String node,
            String trunk,
            SeriesState series,
            BaselineSettings settings,
            WeekCalendar calendar,
            long nowMicros) {
        TrafficState traffic = series.traffic;
        Expected usual = traffic.slots.expected(calendar, nowMicros);
        return new SeriesKnowledge(
                node,
                trunk,
                traffic.slots.slotsKnown(),
                traffic.slots.weeks(calendar.slot(calendar.localHour(nowMicros))),
                usual == null ? Double.NaN : usual.median(),
                usual == null ? Double.NaN : usual.mad(),
                usual != null && usual.hourOfWeek(),
                traffic.level(),
                traffic.noise.sigmas(),
                traffic.episode.isOpen(),
                series.toBytes().length,
                MetricKnowledge.of(series, settings, calendar, nowMicros));
    }
}
