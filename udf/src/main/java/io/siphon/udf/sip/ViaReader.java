package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;
import io.siphon.udf.payload.Words;

import java.util.List;

/**
 * Reads the values of a Via header (RFC 3261, 20.42), with blanks wherever the grammar permits
 * them.
 */
final class ViaReader {

    /** More are not kept: Max-Forwards starts at 70. */
    static final int MAX_VIAS = 128;

    private static final Words TRANSPORTS =
            Words.of("UDP", "TCP", "TLS", "WS", "WSS", "SCTP", "TLS-SCTP");

    private final Slice transport = new Slice();
    private final Slice sentBy = new Slice();
    private final Slice branch = new Slice();

    /** Adds all values of one header line. */
    void readAll(byte[] octets, int from, int to, List<Via> vias) {
        int at = from;
        while (at < to && vias.size() < MAX_VIAS) {
            int next = Parameters.find(octets, at, to, ',', ',');
            if (read(octets, at, next)) {
                vias.add(
                        new Via(
                                transport(octets),
                                withoutBlanks(octets),
                                HeaderText.of(octets, branch)));
            }
            at = next + 1;
        }
    }

    /** Finds the parts of the first value of this line; false when there is nothing in it. */
    boolean readFirst(byte[] octets, int from, int to) {
        return read(octets, from, Parameters.find(octets, from, to, ',', ','));
    }

    /** As written; empty when the value has none. */
    String transport(byte[] octets) {
        return TRANSPORTS.text(octets, transport.start, transport.end);
    }

    Slice branch() {
        return branch;
    }

    private boolean read(byte[] octets, int from, int to) {
        int end = Octets.trimEnd(octets, from, to);
        int start = Octets.skipBlanks(octets, from, end);
        int parameters = Octets.indexOf(octets, start, end, ';');
        int at = afterSlash(octets, afterSlash(octets, start, parameters), parameters);
        int transportStart = Octets.skipBlanks(octets, at, parameters);
        transport.set(transportStart, Octets.skipToBlank(octets, transportStart, parameters));
        int host = Octets.skipBlanks(octets, transport.end, parameters);
        int comment = Octets.indexOf(octets, host, parameters, '(');
        sentBy.set(host, Octets.trimEnd(octets, host, comment));
        Parameters.value(octets, parameters, end, "branch", branch);
        return start < end;
    }

    private static int afterSlash(byte[] octets, int from, int to) {
        int slash = Octets.indexOf(octets, from, to, '/');
        return slash < to ? slash + 1 : from;
    }

    /** {@code host : 5060} is the same as {@code host:5060}. */
    private String withoutBlanks(byte[] octets) {
        String text = Octets.text(octets, sentBy.start, sentBy.end);
        return Octets.skipToBlank(octets, sentBy.start, sentBy.end) == sentBy.end
                ? text
                : text.replaceAll("\\s", "");
    }
}
