package io.siphon.udf.alert.baseline;

/** What is known of the number of calls of a series. */
final class TrafficState {

    /** Fewer follow what goes wrong for an hour, and hide half of it. */
    private static final int STEPS_OF_LEVEL = 96;

    private static final int STEPS_OF_HOUR = 12;

    /** Fewer ratios say nothing about the level. */
    private static final int LEVEL_FROM = 12;

    private static final double LEAST_LEVEL = 0.5;
    private static final double HIGHEST_LEVEL = 2;

    /** Calls a step, the mean of each hour, without most of that day's {@link #level}. */
    final SlotValues slots = new SlotValues();

    final HourState hour = new HourState(1);
    final NoiseState noise = new NoiseState();

    /** Of the calls of an hour: steps are not independent. */
    final NoiseState noiseOfHour = new NoiseState();

    final EpisodeState episode = new EpisodeState();

    /** Calls over those expected, of the last steps that were as usual. */
    final RecentValues ratios = new RecentValues(STEPS_OF_LEVEL);

    /** Calls, calls expected and their sigma, of the last steps. */
    final RecentValues calls = new RecentValues(STEPS_OF_HOUR);

    final RecentValues expected = new RecentValues(STEPS_OF_HOUR);
    final RecentValues sigmas = new RecentValues(STEPS_OF_HOUR);

    /** How much more traffic than usual there has been in the last hours. */
    double level() {
        return ratios.size() < LEVEL_FROM
                ? 1
                : Math.max(
                        LEAST_LEVEL, Math.min(HIGHEST_LEVEL, Statistics.median(ratios.values())));
    }

    void write(StateBuffer out) {
        slots.write(out);
        hour.write(out);
        noise.write(out);
        noiseOfHour.write(out);
        episode.write(out);
        ratios.write(out);
        calls.write(out);
        expected.write(out);
        sigmas.write(out);
    }

    void read(StateBuffer in) {
        slots.read(in);
        hour.read(in);
        noise.read(in);
        noiseOfHour.read(in);
        episode.read(in);
        ratios.read(in);
        calls.read(in);
        expected.read(in);
        sigmas.read(in);
    }
}
