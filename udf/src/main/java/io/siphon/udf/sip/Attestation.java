package io.siphon.udf.sip;

import io.siphon.schema.CallSignalling;
import io.siphon.udf.payload.Octets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads the attestation of Identity headers (RFC 8224, 4; RFC 8588, 4): {@code
 * header.payload.signature;info=<…>;ppt=shaken}, where the payload is JSON in base64url, as {@code
 * {"attest":"A",…}}. The signature is not verified, so anybody can claim an attestation.
 */
final class Attestation {

    /** A diverted call has one for each diversion beside the first (RFC 8946). */
    private static final int MAX_VALUES = 8;

    /** Octets of a payload; a usual one has 250. */
    private static final int MAX_PAYLOAD = 2048;

    private static final String CLAIM = "\"attest\"";

    private Attestation() {}

    /** The first there is; {@link CallSignalling#UNREADABLE} without one, empty without header. */
    static String of(byte[] octets, HeaderLines lines) {
        int line = lines.first(SipHeader.IDENTITY);
        if (line < 0) {
            return "";
        }
        int values = 0;
        for (; line < lines.size() && values < MAX_VALUES; line++) {
            if (lines.is(line, SipHeader.IDENTITY)) {
                values++;
                String claimed = claimed(octets, lines.start(line), lines.end(line));
                if (!claimed.isEmpty()) {
                    return claimed;
                }
            }
        }
        return CallSignalling.UNREADABLE;
    }

    /** Empty when it has none. */
    private static String claimed(byte[] octets, int from, int to) {
        int start = Octets.indexOf(octets, from, to, '.') + 1;
        int end = Octets.indexOf(octets, Math.min(start, to), to, '.');
        if (start >= end || end >= to || end - start > MAX_PAYLOAD) {
            return "";
        }
        String text = new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        try {
            return level(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String level(String json) {
        int at = json.indexOf(CLAIM);
        if (at < 0) {
            return "";
        }
        String rest = json.substring(at + CLAIM.length()).stripLeading();
        String value = rest.startsWith(":") ? rest.substring(1).stripLeading() : "";
        if (value.startsWith("\"A\"")) {
            return "A";
        }
        if (value.startsWith("\"B\"")) {
            return "B";
        }
        return value.startsWith("\"C\"") ? "C" : "";
    }
}
