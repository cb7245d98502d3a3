package io.siphon.udf.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;

import java.io.IOException;

/** Opens JSON payloads as their senders write them: not always valid, not always UTF-8. */
public final class JsonPayload {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    /**
     * Reads one JSON object.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    public interface ObjectReader<T> {

        /**
         * @param parser stands at the object's opening brace
         */
        T read(JsonParser parser) throws IOException;
    }

    private JsonPayload() {}

    /** Whether the first octet that is not blank opens an object. */
    public static boolean isObject(byte[] payload) {
        int at = Octets.skipBlanks(payload, 0, payload.length);
        return at < payload.length && payload[at] == '{';
    }

    /**
     * Reads the object as UTF-8 where that is valid, else as ISO 8859-1. What follows the object is
     * not looked at.
     *
     * @throws PayloadException {@code bad-json}
     */
    public static <T> T read(byte[] payload, ObjectReader<T> reader) throws PayloadException {
        try (JsonParser parser = JSON.createParser(Octets.text(payload, 0, payload.length))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PayloadException(
                        "bad-json", "expected an object, got " + parser.currentToken());
            }
            return reader.read(parser);
        } catch (JsonProcessingException e) {
            throw new PayloadException("bad-json", String.valueOf(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new PayloadException("bad-json", String.valueOf(e.getMessage()));
        }
    }
}
