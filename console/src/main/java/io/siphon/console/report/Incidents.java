package io.siphon.console.report;

import io.siphon.console.report.Report.Incident;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The alerts of a period, those of one detector and subject in windows that follow each other as
 * one: what lasted an hour is a line, not sixty.
 */
final class Incidents {

    private static final int SHOWN = 20;

    private static final Comparator<Incident> ORDER =
            Comparator.comparing((Incident incident) -> !incident.isCritical())
                    .thenComparing(incident -> incident.span().fromMicros())
                    .thenComparing(Incident::detector)
                    .thenComparing(Incident::node)
                    .thenComparing(Incident::subject);

    private final List<Incident> shown = new ArrayList<>();
    private Incident last;
    private int count;

    private Incidents() {}

    /** None in a store that was made before there was a table of them. */
    static Incidents in(Store store, Span span) {
        Incidents incidents = new Incidents();
        if (store.has("alerts")) {
            store.read(
                    "SELECT detector, severity, node, subject, window_start, window_end, observed,"
                            + " threshold, message FROM alerts WHERE window_start >= ? AND"
                            + " window_start < ? ORDER BY detector, node, subject, window_start",
                    Incidents::of,
                    incidents::add,
                    span.fromUtc(),
                    span.toUtc());
        }
        incidents.close();
        return incidents;
    }

    /** How many there were. */
    int count() {
        return count;
    }

    /** Critical ones first, then by time; no more than fit on a page. */
    List<Incident> shown() {
        return shown;
    }

    private void add(Incident alert) {
        if (last != null && last.isFollowedBy(alert)) {
            last = last.with(alert);
        } else {
            close();
            last = alert;
        }
    }

    private void close() {
        if (last != null) {
            count++;
            shown.add(last);
            shown.sort(ORDER);
            if (shown.size() > SHOWN) {
                shown.remove(SHOWN);
            }
            last = null;
        }
    }

    private static Incident of(ResultSet row) throws SQLException {
        return new Incident(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                new Span(
                        Span.micros(row.getObject(5, LocalDateTime.class)),
                        Span.micros(row.getObject(6, LocalDateTime.class))),
                1,
                row.getDouble(7),
                row.getDouble(8),
                row.getString(9));
    }
}
