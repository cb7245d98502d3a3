package io.siphon.udf.qos;

/**
 * Steps of a level up and down in one series, as many as came together.
 *
 * @param tags as {@link Partial#tags}; none for the level of everything
 * @param steps see {@link LevelSteps}, in the order in which they came
 */
public record LevelChanges(String[] tags, long[] steps) {

    /** The series in one line, as {@link Partial#series}. */
    public String series() {
        return Partial.series(ConcurrentCalls.INFO.name(), tags);
    }
}
