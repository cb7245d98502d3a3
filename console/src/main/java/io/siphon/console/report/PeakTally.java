package io.siphon.console.report;

import io.siphon.console.store.StoredWindow;

/**
 * The highest number of calls up at once, of windows in order of time. Series of one window do not
 * add up (each had its peak at its own moment): with more than one it is not known.
 */
final class PeakTally {

    private Double highest;
    private long lastWindow = Long.MIN_VALUE;
    private boolean several;

    void add(StoredWindow window) {
        several |= window.fromMicros() == lastWindow;
        lastWindow = window.fromMicros();
        highest = highest == null ? window.max() : Math.max(highest, window.max());
    }

    /** Null when not known. */
    Double result() {
        return several ? null : highest;
    }
}
