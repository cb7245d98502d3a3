package io.siphon.console.report;

import io.siphon.console.report.Report.Incident;
import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Alert;
import io.siphon.schema.Tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The alerts of a period. Alerts of one detector and subject in consecutive windows are merged: an
 * hour is one line, not sixty.
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
        store.read(
                Tables.ALERTS,
                "WHERE t.window_start >= ? AND t.window_start < ? ORDER BY t.detector, t.node,"
                        + " t.subject, t.window_start",
                alert -> incidents.add(of(alert)),
                span.fromUtc(),
                span.toUtc());
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

    private static Incident of(Alert alert) {
        return new Incident(
                alert.detector(),
                alert.severity().tag(),
                alert.node(),
                alert.subject(),
                new Span(alert.startMicros(), alert.endMicros()),
                1,
                alert.value(),
                alert.threshold(),
                alert.text());
    }
}
