package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

/** Reads {@code Reason: SIP;cause=200, Q.850;cause=16;text="..."} (RFC 3326). */
final class ReasonHeader {

    private static final int MAX_VALUES = 32;
    private static final int MAX_CAUSE = 127;
    private static final int MAX_STATUS = 699;

    private final Slice cause = new Slice();

    /** The first Q.850 cause, 1..127, among the values of this line; 0 when there is none. */
    int q850Cause(byte[] octets, int from, int to) {
        return cause(octets, from, to, "q.850", MAX_CAUSE);
    }

    /** The first cause of SIP, a status, among the values of this line; 0 when there is none. */
    int sipCause(byte[] octets, int from, int to) {
        return cause(octets, from, to, "sip", MAX_STATUS);
    }

    private int cause(byte[] octets, int from, int to, String protocol, int most) {
        int at = from;
        for (int i = 0; i < MAX_VALUES && at < to; i++) {
            int next = Parameters.find(octets, at, to, ',', ',');
            int start = Octets.skipBlanks(octets, at, next);
            int parameters = Octets.indexOf(octets, start, next, ';');
            int end = Octets.trimEnd(octets, start, parameters);
            if (Octets.equals(octets, start, end, protocol)) {
                Parameters.value(octets, parameters, next, "cause", cause);
                long number = Octets.number(octets, cause.start, cause.end);
                if (number > 0 && number <= most) {
                    return (int) number;
                }
            }
            at = next + 1;
        }
        return 0;
    }
}
