package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;
import io.siphon.schema.AlertState;
import io.siphon.schema.PlainText;
import io.siphon.schema.Severity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Prometheus Alertmanager, API v2: {@code POST /api/v2/alerts}. Alertmanager tells alerts apart by
 * their labels, severity among them; so one that got worse resolves the warning and fires as
 * critical. It has no other key, and needs none: the same alert sent again changes nothing.
 */
final class AlertmanagerReceiver implements Receiver {

    private static final long serialVersionUID = 1;

    static final String NAME = "alertmanager";

    private final String url;
    private final Duration endsAfter;
    private final Duration timeout;
    private transient HttpPost post;

    /**
     * @param endsAfter when Alertmanager takes an alert for resolved that nobody closes
     */
    AlertmanagerReceiver(String url, Duration endsAfter, Duration timeout) {
        this.url = url.replaceFirst("/+$", "") + "/api/v2/alerts";
        this.endsAfter = endsAfter;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] body(Alert alert, AlertText text) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        boolean closed = alert.state() == AlertState.CLOSED;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartArray();
            if (alert.severity() == Severity.CRITICAL
                    && (closed || alert.state() == AlertState.WORSE)) {
                write(json, alert, Severity.WARNING, now, text);
            }
            write(json, alert, alert.severity(), closed ? now : now.plus(endsAfter), text);
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(
            JsonGenerator json, Alert alert, Severity severity, Instant endsAt, AlertText text)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("labels");
        label(json, "alertname", alert.detector());
        label(json, "severity", severity.tag());
        label(json, "node", alert.node());
        label(json, "subject", alert.subject());
        label(json, "job", "siphon");
        json.writeEndObject();
        json.writeObjectFieldStart("annotations");
        label(json, "summary", text.title(alert));
        label(json, "description", text.sentence(alert));
        label(json, "uid", text.uid(alert).toString());
        json.writeEndObject();
        Instant opened = Instant.EPOCH.plus(alert.openedAt(), ChronoUnit.MICROS);
        json.writeStringField("startsAt", opened.toString());
        json.writeStringField("endsAt", endsAt.toString());
        label(json, "generatorURL", text.link(alert));
        json.writeEndObject();
    }

    private static void label(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, PlainText.line(value));
        }
    }

    @Override
    public void send(Notification notification) throws IOException, InterruptedException {
        if (post == null) {
            post = new HttpPost(timeout);
        }
        post.send(url, notification.body(), Map.of());
    }
}
