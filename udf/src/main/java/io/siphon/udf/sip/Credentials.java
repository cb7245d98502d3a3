package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

/** Authorization headers (RFC 3261, 25.1): whether they answer a challenge. */
final class Credentials {

    private static final String RESPONSE = "response";

    private Credentials() {}

    static boolean in(byte[] octets, HeaderLines lines) {
        return answer(octets, lines, SipHeader.AUTHORIZATION)
                || answer(octets, lines, SipHeader.PROXY_AUTHORIZATION);
    }

    private static boolean answer(byte[] octets, HeaderLines lines, SipHeader header) {
        int line = lines.first(header);
        return line >= 0 && answer(octets, lines.start(line), lines.end(line));
    }

    /** Whether there is a {@code response} parameter that is not empty. */
    private static boolean answer(byte[] octets, int from, int to) {
        int at = Octets.skipToBlank(octets, from, to); // the scheme: Digest
        while (at < to) {
            int next = Parameters.find(octets, at, to, ',', ',');
            int equals = Octets.indexOf(octets, at, next, '=');
            int name = Octets.skipBlanks(octets, at, equals);
            if (equals < next
                    && Octets.equals(
                            octets, name, Octets.trimEnd(octets, name, equals), RESPONSE)) {
                int value = Octets.skipBlanks(octets, equals + 1, next);
                int end = Octets.trimEnd(octets, value, next);
                return end - value > 2 || value < end && octets[value] != '"';
            }
            at = next + 1;
        }
        return false;
    }
}
