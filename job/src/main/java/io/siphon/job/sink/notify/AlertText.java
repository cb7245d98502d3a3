package io.siphon.job.sink.notify;

import io.siphon.job.sink.JsonRows;
import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.PlainText;
import io.siphon.schema.Table;
import io.siphon.schema.UtcText;

import java.io.Serializable;
import java.util.Locale;
import java.util.UUID;

/**
 * Alerts in words, and by their identity.
 *
 * @param table of alerts, which knows its uids
 * @param console where the console is reached, without a slash at its end; empty when not said
 */
record AlertText(Table<Alert> table, String console) implements Serializable {

    UUID uid(Alert alert) {
        return (UUID) table.values(alert).get(table.columns().indexOf(table.column("uid")));
    }

    /** See {@link Notification#key}. */
    String key(Alert alert) {
        String key = uid(alert) + "/" + alert.state().tag() + "/" + alert.reopened();
        return alert.state() == AlertState.WORSE ? key + "/" + alert.changedAt() : key;
    }

    byte[] json(Alert alert) {
        return new JsonRows<>(table).json(alert);
    }

    /** The alert's page; empty when nobody said where the console is. */
    String link(Alert alert) {
        return console.isEmpty() ? "" : console + "/alerts/" + uid(alert);
    }

    /** {@code critical: call_failures carrier-a open}. */
    String title(Alert alert) {
        return PlainText.line(
                "%s: %s %s %s"
                        .formatted(
                                alert.severity().tag(),
                                alert.detector(),
                                alert.subject().isEmpty() ? alert.node() : alert.subject(),
                                alert.state().tag()));
    }

    /** Who, what, how much against what, since when, and how to see the calls. */
    String sentence(Alert alert) {
        StringBuilder text = new StringBuilder(alert.text());
        if (!alert.node().isEmpty()) {
            text.append(", as node ").append(alert.node()).append(" captured it");
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "; threshold %s; since %s UTC",
                        number(alert.threshold()),
                        UtcText.seconds(alert.openedAt())));
        if (alert.windows() > 1) {
            text.append(", in ").append(alert.windows()).append(" windows");
        }
        if (!alert.isOpen()) {
            text.append("; last found before ").append(UtcText.seconds(alert.lastAt()));
        }
        text.append("; calls: ")
                .append(link(alert).isEmpty() ? "siphon alerts show " + uid(alert) : link(alert));
        return PlainText.line(text.toString());
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
