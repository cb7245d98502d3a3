package io.siphon.sources.hep;

import io.siphon.schema.IpText;

import java.net.InetAddress;

/**
 * The two ends of the socket a datagram came through. One instance serves all datagrams of an
 * agent: keep it.
 *
 * @param agentIp who sent the datagram: IPv6 without brackets; empty when unknown
 * @param agentPort 0..65535; 0 when unknown
 * @param localIp where it arrived; empty when unknown
 * @param localPort 0..65535; 0 when unknown
 */
public record HepPeer(String agentIp, int agentPort, String localIp, int localPort) {

    /** Of an agent of whom only the address is known. */
    public static HepPeer of(String agentIp) {
        return new HepPeer(agentIp, 0, "", 0);
    }

    /** As all rows have an address (RFC 5952), without the zone that Java adds to a local one. */
    public static String ip(InetAddress address) {
        byte[] bytes = address.getAddress();
        return IpText.of(bytes, 0, bytes.length);
    }
}
