package io.siphon.udf.qos;

/**
 * A step of a level up or down, for one series.
 *
 * @param tags as {@link Partial#tags}; none for the level of everything
 * @param timeMicros epoch µs
 * @param change +1 or -1
 */
public record LevelChange(String[] tags, long timeMicros, int change) {

    /** The series in one line, as {@link Partial#series}. */
    public String series() {
        return Partial.series(ConcurrentCalls.INFO.name(), tags);
    }
}
