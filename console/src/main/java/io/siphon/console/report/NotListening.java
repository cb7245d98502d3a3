package io.siphon.console.report;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Finds the times in which a socket was not open, by metric {@code capture_gap_s}. */
final class NotListening {

    private NotListening() {}

    /** Those of several sockets that overlap are one. */
    static List<Span> in(Store store, Span span) {
        List<Span> times = new ArrayList<>();
        store.read(
                "SELECT window_start, window_end FROM measurements WHERE name = 'capture_gap_s' AND"
                        + " window_start < ? AND window_end > ? ORDER BY window_start",
                row ->
                        new Span(
                                Math.max(
                                        span.fromMicros(),
                                        Span.micros(row.getObject(1, LocalDateTime.class))),
                                Math.min(
                                        span.toMicros(),
                                        Span.micros(row.getObject(2, LocalDateTime.class)))),
                time -> add(times, time),
                span.toUtc(),
                span.fromUtc());
        return times;
    }

    private static void add(List<Span> times, Span time) {
        int last = times.size() - 1;
        if (last >= 0 && times.get(last).toMicros() >= time.fromMicros()) {
            times.set(
                    last,
                    new Span(
                            times.get(last).fromMicros(),
                            Math.max(times.get(last).toMicros(), time.toMicros())));
        } else {
            times.add(time);
        }
    }
}
