package io.siphon.udf.sip;

import io.siphon.udf.payload.Octets;

import java.util.List;

/** Reads the values of the Contact header of REGISTER (RFC 3261, 10.2.1 and 20.10). */
final class BindingReader {

    static final Binding[] NONE = {};

    /** More are not kept: registrars give out ten or so at most. */
    static final int MAX_BINDINGS = 32;

    private static final long MAX_SECONDS = 0xFFFF_FFFFL;

    private final NameAddress address = new NameAddress();
    private final Slice expires = new Slice();

    /**
     * Adds all values of one header line.
     *
     * @param byHeader what the Expires header says, -1 when there is none
     */
    void readAll(byte[] octets, int from, int to, long byHeader, List<Binding> bindings) {
        int at = from;
        while (at < to && bindings.size() < MAX_BINDINGS) {
            address.read(octets, at, to);
            int parameters = Math.min(address.parameters, to);
            int next = Parameters.find(octets, parameters, to, ',', ',');
            Parameters.value(octets, parameters, next, "expires", expires);
            long seconds = seconds(octets, expires.start, expires.end);
            if (!address.uri.isEmpty()) {
                bindings.add(
                        new Binding(
                                HeaderText.of(octets, address.uri),
                                seconds < 0 ? byHeader : seconds));
            }
            at = next + 1;
        }
    }

    /** Whole seconds, below 2^32; -1 for anything else. */
    static long seconds(byte[] octets, int from, int to) {
        return Math.min(Octets.number(octets, from, to), MAX_SECONDS);
    }
}
