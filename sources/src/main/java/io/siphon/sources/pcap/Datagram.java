package io.siphon.sources.pcap;

/**
 * One message with its addresses: a UDP payload, or what was cut out of a TCP stream.
 *
 * @param timeMicros when its last byte was captured, epoch µs
 * @param sourceIp IPv6 without brackets
 * @param payload cut short when the capture cut the frame
 */
public record Datagram(
        long timeMicros,
        String sourceIp,
        int sourcePort,
        String destinationIp,
        int destinationPort,
        byte[] payload) {}
