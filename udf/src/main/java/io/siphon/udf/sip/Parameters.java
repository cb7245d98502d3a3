package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

/** {@code ;name=value} lists and {@code ,} lists of header values (RFC 3261, 7.3.1 and 25.1). */
final class Parameters {

    /** Parameters beyond these are not looked at, so that hostile quoting costs no square time. */
    private static final int MAX_PARAMETERS = 64;

    private Parameters() {}

    /**
     * The octet after the quoted string that opens at {@code from}; -1 when it never closes. A
     * backslash takes the next octet with it.
     */
    static int afterQuoted(byte[] octets, int from, int to) {
        for (int at = from + 1; at < to; at++) {
            if (octets[at] == '\\') {
                at++;
            } else if (octets[at] == '"') {
                return at + 1;
            }
        }
        return -1;
    }

    /** The first of these two octets outside quotes, else {@code to}. */
    static int find(byte[] octets, int from, int to, char one, char other) {
        boolean quotes = true;
        for (int at = from; at < to; at++) {
            byte octet = octets[at];
            if (octet == one || octet == other) {
                return at;
            }
            if (octet == '"' && quotes) {
                int after = afterQuoted(octets, at, to);
                quotes = after >= 0;
                at = quotes ? after - 1 : at;
            }
        }
        return to;
    }

    /**
     * Finds the value of a parameter, without its quotes, in {@code ;a=b ;c="d"}: the first that is
     * not empty.
     *
     * @param name in lower case
     */
    static void value(byte[] octets, int from, int to, String name, Slice value) {
        value.clear();
        int at = from;
        for (int i = 0; i < MAX_PARAMETERS && at < to && value.isEmpty(); i++) {
            int next = find(octets, at, to, ';', ';');
            int equals = Octets.indexOf(octets, at, next, '=');
            int nameStart = Octets.skipBlanks(octets, at, equals);
            int nameEnd = Octets.trimEnd(octets, nameStart, equals);
            if (equals < next && Octets.equals(octets, nameStart, nameEnd, name)) {
                readValue(octets, Octets.skipBlanks(octets, equals + 1, next), next, value);
            }
            at = next + 1;
        }
    }

    private static void readValue(byte[] octets, int from, int to, Slice value) {
        if (from < to && octets[from] == '"') {
            int after = afterQuoted(octets, from, to);
            value.set(from + 1, after < 0 ? to : after - 1);
        } else {
            value.set(from, Octets.skipToBlank(octets, from, to));
        }
    }
}
