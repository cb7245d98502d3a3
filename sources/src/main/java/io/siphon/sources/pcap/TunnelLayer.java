package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/**
 * Packets within packets, as switches mirror them: GRE (RFC 2784, 2890), ERSPAN types I, II and III
 * (draft-foschiano-erspan) and service chains (RFC 8300). Those within UDP are {@link UdpTunnels}.
 */
final class TunnelLayer {

    private static final int ERSPAN = 0x88be;
    private static final int ERSPAN_3 = 0x22eb;

    private final Frames frames;

    TunnelLayer(Frames frames) {
        this.frames = frames;
    }

    /** Flags and version, protocol, then four octets for each flag that is set. */
    void gre(byte[] bytes, int from, int end) {
        int flags = end - from < 4 ? -1 : Octets.u16(bytes, from);
        if (flags < 0 || (flags & 7) != 0) { // too short, or PPTP's
            frames.passOver();
            return;
        }
        boolean checksum = (flags & 0x8000) != 0;
        boolean key = (flags & 0x2000) != 0;
        boolean sequence = (flags & 0x1000) != 0;
        int header = 4 + (checksum ? 4 : 0) + (key ? 4 : 0) + (sequence ? 4 : 0);
        int type = Octets.u16(bytes, from + 2);
        int at = Math.min(from + header, end);
        if (type == ERSPAN) {
            bridged(bytes, sequence ? at + 8 : at, end); // type I has no header of its own
        } else if (type == ERSPAN_3) {
            boolean platform = end - at >= 12 && (bytes[at + 11] & 1) != 0;
            bridged(bytes, at + (platform ? 20 : 12), end);
        } else {
            frames.ether.read(type, bytes, at, end);
        }
    }

    /**
     * Behind a network service header (RFC 8300, 2.2): version 0, its length in words, what is
     * inside.
     */
    void chained(byte[] bytes, int at, int end) {
        int inner = end - at < 8 ? end : at + 4 * (bytes[at + 1] & 0x3f);
        int inside = inner >= end || inner < at + 8 || (bytes[at] & 0xc0) != 0 ? 0 : bytes[at + 3];
        switch (inside) {
            case 1 -> frames.ether.read(EtherLayer.IPV4, bytes, inner, end);
            case 2 -> frames.ether.read(EtherLayer.IPV6, bytes, inner, end);
            case 3 -> bridged(bytes, inner, end);
            default -> frames.passOver();
        }
    }

    /** An Ethernet frame within another packet. */
    void bridged(byte[] bytes, int at, int end) {
        if (at >= end) {
            frames.passOver();
        } else if (frames.deeper()) {
            frames.ether.ethernet(bytes, at, end);
        }
    }
}
