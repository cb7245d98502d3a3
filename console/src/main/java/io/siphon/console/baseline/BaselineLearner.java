package io.siphon.console.baseline;

import io.siphon.schema.Measurement;

import java.util.List;

/** Learns what is usual, once: windows in order of time, then what they say. */
public interface BaselineLearner {

    /** Names of the metrics that it learns from. */
    List<String> metrics();

    /**
     * The end of what is final at a time: later windows may be written anew.
     *
     * @return epoch µs
     */
    long closedBy(long nowMicros);

    /** The next window. */
    void accept(Measurement window);

    /**
     * After the last window.
     *
     * @param nowMicros the time for which values are usual, epoch µs
     */
    Baselines finish(long nowMicros);
}
