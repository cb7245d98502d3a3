package io.siphon.job.sink.notify;

import io.siphon.schema.Alert;
import io.siphon.sources.Secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * JSON to a URL. Header {@code Idempotency-Key} tells a notification that is sent again; with a
 * secret, {@code X-Siphon-Signature} has {@code sha256=} and the HMAC-SHA256 (RFC 2104) of the body
 * in hexadecimal digits.
 */
final class WebhookReceiver implements Receiver {

    private static final long serialVersionUID = 1;

    static final String NAME = "webhook";

    private static final String ALGORITHM = "HmacSHA256";

    private final String url;
    private final Secret secret;
    private final Duration timeout;
    private transient HttpPost post;

    WebhookReceiver(String url, Secret secret, Duration timeout) {
        this.url = url;
        this.secret = secret;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte[] body(Alert alert, AlertText text) {
        return json(alert, text);
    }

    /** What a command is given, too. */
    static byte[] json(Alert alert, AlertText text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", 1);
            json.writeStringField("key", text.key(alert));
            json.writeStringField("title", text.title(alert));
            json.writeStringField("text", text.sentence(alert));
            json.writeStringField("url", text.link(alert));
            json.writeFieldName("alert");
            json.writeRawValue(new String(text.json(alert), StandardCharsets.UTF_8));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void send(Notification notification) throws IOException, InterruptedException {
        if (post == null) {
            post = new HttpPost(timeout);
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Idempotency-Key", notification.key());
        String key = secret.read();
        if (!key.isEmpty()) {
            headers.put("X-Siphon-Signature", "sha256=" + hmac(key, notification.body()));
        }
        post.send(url, notification.body(), headers);
    }

    static String hmac(String key, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
