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
 * The alerts of a period, but for suppressed ones. Those of 0.1 had a row a window: rows of one
 * detector and subject that follow each other are merged.
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

    /**
     * None in a store that was made before there was a table of them, or that no job has opened
     * since 0.1.
     */
    static Incidents in(Store store, Span span) {
        Incidents incidents = new Incidents();
        if (!store.has("alerts", "opened_at")) {
            return incidents;
        }
        store.read(
                Tables.ALERTS,
                "WHERE t.opened_at < ? AND t.last_at > ? AND t.suppressed_by = '' ORDER BY"
                        + " t.detector, t.node, t.subject, t.opened_at",
                alert -> incidents.add(of(alert)),
                span.toUtc(),
                span.fromUtc());
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
                new Span(alert.openedAt(), alert.lastAt()),
                alert.windows(),
                alert.peak(),
                alert.threshold(),
                alert.text());
    }
}
