package io.siphon.console.report;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The windows that measurements are stored in lie on a grid from the epoch. A time within a window
 * cannot be told apart from its start: reports begin and end on the grid.
 *
 * @param windowMicros length of the longest stored window; 0 when there is none
 */
record Grid(long windowMicros) {

    /** Metrics of which at least one has windows wherever there was traffic. */
    private static final List<String> METRICS =
            List.of("sip_requests", "sip_responses", "call_concurrent", "rtcp_jitter_ms");

    /** No window is longer than this; it may begin this much before the span. */
    private static final Duration LONGEST = Duration.ofDays(1);

    static Grid of(Store store, Span span) {
        long[] longest = {0};
        for (String metric : METRICS) {
            store.read(
                    "SELECT DISTINCT window_start, window_end FROM measurements WHERE name = ? AND"
                            + " window_start > ? AND window_start < ?",
                    Grid::length,
                    length -> longest[0] = Math.max(longest[0], length),
                    metric,
                    span.fromUtc().minus(LONGEST),
                    span.toUtc());
        }
        return new Grid(longest[0]);
    }

    private static long length(ResultSet row) throws SQLException {
        return ChronoUnit.MICROS.between(
                row.getObject(1, LocalDateTime.class), row.getObject(2, LocalDateTime.class));
    }

    /** Both ends moved back to the start of the window that they are in. */
    Span align(Span span) {
        return new Span(floor(span.fromMicros()), floor(span.toMicros()));
    }

    long floor(long micros) {
        return windowMicros == 0 ? micros : micros - Math.floorMod(micros, windowMicros);
    }
}
