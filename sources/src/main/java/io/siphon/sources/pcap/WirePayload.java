package io.siphon.sources.pcap;

import java.util.Arrays;

/**
 * What one UDP datagram or SCTP message carried: a view, good until the next.
 *
 * @param timeMicros when its last byte was captured, epoch µs
 * @param transport IP protocol number: 17 or 132
 * @param sourceIp IPv6 without brackets
 * @param length octets captured
 * @param wireLength octets that there were on the wire: more than {@code length} when the capture
 *     cut the frame
 */
record WirePayload(
        long timeMicros,
        int transport,
        String sourceIp,
        int sourcePort,
        String destinationIp,
        int destinationPort,
        byte[] bytes,
        int offset,
        int length,
        int wireLength) {

    int end() {
        return offset + length;
    }

    /** The first octets, in an array of their own. */
    byte[] octets(int count) {
        return Arrays.copyOfRange(bytes, offset, offset + count);
    }

    /** In an array of its own. */
    Datagram datagram() {
        return new Datagram(
                timeMicros, sourceIp, sourcePort, destinationIp, destinationPort, octets(length));
    }
}
