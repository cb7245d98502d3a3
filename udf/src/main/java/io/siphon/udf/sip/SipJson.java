package io.siphon.udf.sip;

import io.siphon.udf.payload.JsonPayload;
import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.PayloadException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import javax.annotation.Nullable;

import java.io.IOException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * SIP inside JSON, {@code {"payload":"INVITE sip:..."}}, which OpenSIPS sends as SIP with {@code
 * homer5_on=0}.
 */
public final class SipJson {

    private SipJson() {}

    /** Whether the payload is JSON at all, which SIP text never is. */
    public static boolean isWrapped(byte[] payload) {
        return JsonPayload.isObject(payload);
    }

    /**
     * The octets of the wrapped message.
     *
     * @throws PayloadException {@code bad-json}, or {@code json-without-sip} when it has no payload
     *     text
     */
    public static byte[] unwrap(byte[] payload) throws PayloadException {
        String text = JsonPayload.read(payload, SipJson::payloadText);
        if (text == null) {
            throw new PayloadException("json-without-sip", "expected a \"payload\" text, got none");
        }
        boolean utf8 = Octets.text(payload, 0, payload.length).equals(new String(payload, UTF_8));
        return text.getBytes(utf8 ? UTF_8 : ISO_8859_1);
    }

    @Nullable
    private static String payloadText(JsonParser parser) throws IOException {
        String text = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals("payload");
            if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
                text = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return text;
    }
}
