package io.siphon.udf.report;

import io.siphon.udf.payload.JsonPayload;
import io.siphon.udf.payload.PayloadException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The plain values of a JSON object, by their upper-case name; the first of a name counts. */
final class ReportFields {

    private static final int MAX_FIELDS = 128;
    private static final int MAX_LENGTH = 1_000;

    private final Map<String, String> values = new HashMap<>();

    private ReportFields() {}

    /**
     * @throws PayloadException {@code bad-json}
     */
    static ReportFields read(byte[] payload) throws PayloadException {
        return JsonPayload.read(payload, ReportFields::object);
    }

    private static ReportFields object(JsonParser parser) throws IOException {
        ReportFields fields = new ReportFields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().toUpperCase(Locale.ROOT);
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL && fields.values.size() < MAX_FIELDS) {
                String text = parser.getText();
                if (text.length() <= MAX_LENGTH) {
                    fields.values.putIfAbsent(name, text);
                }
            }
        }
        return fields;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** The first of these that is a number; NaN when none is. */
    double number(String... names) {
        for (String name : names) {
            double number = ReportDraft.number(text(name));
            if (!Double.isNaN(number)) {
                return number;
            }
        }
        return Double.NaN;
    }

    /** {@code udp:ip:port}; empty unless both are there. */
    String socket(String ip, String port) {
        double number = number(port);
        return Double.isNaN(number) ? "" : ReportDraft.socket(text(ip), (long) number);
    }
}
