package io.siphon.udf.alert.baseline;

import io.siphon.udf.finding.Finding;

import javax.annotation.Nullable;

/** Judges one step of a series by what is known of it, and learns from it. */
interface BaselineDetector {

    /** As in {@code alert.detectors}. */
    String name();

    /**
     * Learns whether it is on or off.
     *
     * @return null when nothing is wrong
     */
    @Nullable
    Finding next(Step step, SeriesState known);
}
