package io.siphon.udf.alert.baseline;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * What is known of a metric for each hour of the week, from Monday 00:00 on.
 *
 * @param usual NaN where it is not judged
 * @param spread likewise
 * @param weeks how many of that hour are known
 * @param hourOfWeek whether it is judged by that hour of the week; else by that of the day
 */
public record HourlyKnowledge(float[] usual, float[] spread, byte[] weeks, boolean[] hourOfWeek) {

    /**
     * @param expected of a slot; null where it is not known
     */
    static HourlyKnowledge of(IntUnaryOperator weeks, IntFunction<Expected> expected) {
        HourlyKnowledge hours =
                new HourlyKnowledge(
                        new float[WeekCalendar.SLOTS],
                        new float[WeekCalendar.SLOTS],
                        new byte[WeekCalendar.SLOTS],
                        new boolean[WeekCalendar.SLOTS]);
        Arrays.fill(hours.usual, Float.NaN);
        Arrays.fill(hours.spread, Float.NaN);
        for (int slot = 0; slot < WeekCalendar.SLOTS; slot++) {
            hours.weeks[slot] = (byte) weeks.applyAsInt(slot);
            Expected known = expected.apply(slot);
            if (known != null) {
                hours.usual[slot] = (float) known.median();
                hours.spread[slot] = (float) known.mad();
                hours.hourOfWeek[slot] = known.hourOfWeek();
            }
        }
        return hours;
    }

    boolean isEmpty() {
        for (byte n : weeks) {
            if (n > 0) {
                return false;
            }
        }
        return true;
    }

    /** Of how many hours of the week at least two weeks are known. */
    int known() {
        int known = 0;
        for (byte n : weeks) {
            known += n >= SlotValues.WEEKS_TO_KNOW ? 1 : 0;
        }
        return known;
    }
}
