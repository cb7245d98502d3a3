package io.siphon.console.report;

import io.siphon.console.report.Completeness.Gap;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds stretches without any SIP request between windows that have some: Siphon or an agent was
 * down, or nobody called; the store does not show which.
 */
final class Gaps {

    private static final String NEAREST =
            "SELECT window_start, window_end, SUM(count) FROM measurements WHERE name ="
                    + " 'sip_requests' AND window_start = (SELECT %s(window_start) FROM"
                    + " measurements WHERE name = 'sip_requests' AND window_start %s ?) GROUP BY"
                    + " window_start, window_end";

    private record Heard(Span span, double requests) {

        static Heard of(ResultSet row) throws SQLException {
            return new Heard(
                    new Span(
                            Span.micros(row.getObject(1, LocalDateTime.class)),
                            Span.micros(row.getObject(2, LocalDateTime.class))),
                    row.getDouble(3));
        }
    }

    private final Span span;
    private final List<Gap> gaps = new ArrayList<>();
    private Heard last;
    private Span recorded;

    private Gaps(Span span) {
        this.span = span;
    }

    static Gaps in(Store store, Span span) {
        Gaps gaps = new Gaps(span);
        store.read(
                NEAREST.formatted("MAX", "<"),
                Heard::of,
                heard -> gaps.last = heard,
                span.fromUtc());
        store.read(
                "SELECT window_start, window_end, SUM(count) FROM measurements WHERE name ="
                        + " 'sip_requests' AND window_start >= ? AND window_start < ? GROUP BY"
                        + " window_start, window_end ORDER BY window_start",
                Heard::of,
                gaps::hear,
                span.fromUtc(),
                span.toUtc());
        store.read(NEAREST.formatted("MIN", ">="), Heard::of, gaps::close, span.toUtc());
        return gaps;
    }

    private void hear(Heard heard) {
        close(heard);
        recorded = recorded == null ? heard.span() : recorded.with(heard.span());
    }

    private void close(Heard next) {
        if (last != null) {
            Span gap =
                    new Span(
                            Math.max(last.span().toMicros(), span.fromMicros()),
                            Math.min(next.span().fromMicros(), span.toMicros()));
            if (gap.lengthMicros() > 0) {
                gaps.add(new Gap(gap, (last.requests() + next.requests()) / 2));
            }
        }
        last = next;
    }

    List<Gap> all() {
        return gaps;
    }

    /** Null when there is no window. */
    Span recorded() {
        return recorded;
    }
}
