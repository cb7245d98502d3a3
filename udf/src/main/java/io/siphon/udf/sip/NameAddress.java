package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

/**
 * Finds URI and tag in a From, To, Contact or P-Asserted-Identity value (RFC 3261, 20.10, 20.20).
 * Parameters behind a URI without angle brackets belong to the header.
 */
final class NameAddress {

    final Slice uri = new Slice();
    final Slice tag = new Slice();

    /** Where the header's parameters begin. */
    int parameters;

    void clear() {
        uri.clear();
        tag.clear();
        parameters = 0;
    }

    /** Of a list, the first value. */
    void read(byte[] octets, int from, int to) {
        clear();
        int open = openBracket(octets, from, to);
        if (open >= 0) {
            int close = Octets.indexOf(octets, open + 1, to, '>');
            trimmed(octets, open + 1, close);
            parameters = close + 1;
        } else {
            int end = addressEnd(octets, from, to);
            trimmed(octets, from, end);
            parameters = end;
        }
        Parameters.value(octets, parameters, to, "tag", tag);
    }

    private void trimmed(byte[] octets, int from, int to) {
        int start = Octets.skipBlanks(octets, from, to);
        uri.set(start, Octets.trimEnd(octets, start, to));
    }

    /** Where the {@code <} of the address is; -1 for an address without one. */
    private static int openBracket(byte[] octets, int from, int to) {
        int start = Octets.skipBlanks(octets, from, to);
        int at = start;
        if (at < to && octets[at] == '"') {
            int after = Parameters.afterQuoted(octets, at, to);
            at = after < 0 ? at + 1 : after;
        }
        boolean colon = false;
        for (; at < to; at++) {
            byte octet = octets[at];
            if (octet == '<') {
                return at;
            }
            colon |= octet == ':';
            if (colon && (octet == ';' || octet == ',')) {
                return -1;
            }
        }
        return -1;
    }

    private static int addressEnd(byte[] octets, int from, int to) {
        int at = Octets.skipBlanks(octets, from, to);
        while (at < to && octets[at] != ';' && octets[at] != ',' && !Octets.isBlank(octets[at])) {
            at++;
        }
        return at;
    }
}
