package io.siphon.console.baseline;

/**
 * A baseline by the hour of the week, from Monday 00:00 on in the learner's time zone: {@value
 * #HOURS} values each.
 *
 * @param usual NaN where it is not known
 * @param spread likewise
 * @param weeks how many weeks of that hour are known
 * @param hourOfWeek whether it is of that hour of the week; else of that of the day
 */
public record HourlyBaseline(float[] usual, float[] spread, byte[] weeks, boolean[] hourOfWeek) {

    public static final int HOURS = 168;

    public boolean isKnown(int hour) {
        return !Float.isNaN(usual[hour]);
    }
}
