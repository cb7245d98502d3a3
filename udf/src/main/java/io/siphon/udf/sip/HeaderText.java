package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

/**
 * Makes text of part of a header. A folded line becomes one line with a space (RFC 3261, 7.3.1).
 */
final class HeaderText {

    private HeaderText() {}

    static String of(byte[] octets, Slice slice) {
        return of(octets, slice.start, slice.end);
    }

    static String of(byte[] octets, int from, int to) {
        boolean folded =
                from < to
                        && (Octets.indexOf(octets, from, to, '\n') < to
                                || Octets.indexOf(octets, from, to, '\r') < to);
        return folded ? unfolded(octets, from, to) : Octets.text(octets, from, to);
    }

    private static String unfolded(byte[] octets, int from, int to) {
        byte[] line = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            if (!Octets.isBlank(octets[at])) {
                line[length++] = octets[at++];
                continue;
            }
            int after = Octets.skipBlanks(octets, at, to);
            if (breaksLine(octets, at, after)) {
                line[length++] = ' ';
            } else {
                System.arraycopy(octets, at, line, length, after - at);
                length += after - at;
            }
            at = after;
        }
        return Octets.text(line, 0, length);
    }

    private static boolean breaksLine(byte[] octets, int from, int to) {
        for (int at = from; at < to; at++) {
            if (octets[at] == '\n' || octets[at] == '\r') {
                return true;
            }
        }
        return false;
    }
}
