package io.siphon.udf.alert;

/**
 * Something that somebody should look at: what one {@link Detector} found out about one subject in
 * one window. Written anew when late data changed it; the key is {@code startMicros, detector,
 * node, subject}.
 *
 * @param detector name as in {@link Detectors#NAMES}
 * @param node who captured it; empty when it is not of one node
 * @param subject what it is about: the trunk, source address or socket, as the detector says; empty
 *     for calls and streams without a trunk
 * @param startMicros first µs of the window, epoch µs
 * @param endMicros first µs after the window
 * @param value what was observed, in the detector's unit
 * @param threshold what was crossed, in the same unit
 * @param count how many calls, registrations, streams or messages were looked at
 * @param text one sentence for people, without time and node
 */
public record Alert(
        String detector,
        Severity severity,
        String node,
        String subject,
        long startMicros,
        long endMicros,
        double value,
        double threshold,
        long count,
        String text) {}
