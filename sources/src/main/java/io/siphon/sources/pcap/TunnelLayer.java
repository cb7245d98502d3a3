package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/**
 * Packets within packets, as switches mirror them: GRE (RFC 2784, 2890), ERSPAN types I, II and III
 * (draft-foschiano-erspan), PPTP (RFC 2637), EtherIP (RFC 3378), L2TP version 3 (RFC 3931) and
 * service chains (RFC 8300). Those within UDP are {@link UdpTunnels}.
 */
final class TunnelLayer {

    private static final int ERSPAN = 0x88be;
    private static final int ERSPAN_3 = 0x22eb;
    private static final int PPTP = 0x880b;

    private final Frames frames;

    TunnelLayer(Frames frames) {
        this.frames = frames;
    }

    /** Flags and version, protocol, then four octets for each flag that is set. */
    void gre(byte[] bytes, int from, int end) {
        int flags = end - from < 4 ? -1 : Octets.u16(bytes, from);
        if (flags < 0 || (flags & 7) != 0) {
            pptp(flags, bytes, from, end);
            return;
        }
        boolean sequence = (flags & 0x1000) != 0;
        int type = Octets.u16(bytes, from + 2);
        int at = Math.min(from + greHeader(flags), end);
        if (type == ERSPAN) {
            bridged(bytes, sequence ? at + 8 : at, end); // type I has no header of its own
        } else if (type == ERSPAN_3) {
            boolean platform = end - at >= 12 && (bytes[at + 11] & 1) != 0;
            bridged(bytes, at + (platform ? 20 : 12), end);
        } else {
            frames.ether.read(type, bytes, at, end);
        }
    }

    /** Octets of it: those for checksum, key and sequence number are there by flags. */
    static int greHeader(int flags) {
        return 4 + 4 * Integer.bitCount(flags & 0xb000);
    }

    /**
     * GRE of version 1 (RFC 2637, 4.1): the length of what is in it, a call, by flags two numbers;
     * then PPP, but not in an acknowledgement, which has no number of its own.
     */
    private void pptp(int flags, byte[] bytes, int from, int end) {
        boolean sequence = (flags & 0x1000) != 0;
        if ((flags & 7) != 1
                || !sequence
                || end - from < 12
                || Octets.u16(bytes, from + 2) != PPTP) {
            frames.passOver();
            return;
        }
        int at = from + ((flags & 0x80) != 0 ? 16 : 12);
        frames.ether.ppp(bytes, at, Math.min(end, at + Octets.u16(bytes, from + 4)));
    }

    /** Version 3, then Ethernet (RFC 3378, 3). */
    void etherIp(byte[] bytes, int at, int end) {
        if (at < end && (bytes[at] & 0xf0) == 0x30) {
            bridged(bytes, at + 2, end);
        } else {
            frames.passOver();
        }
    }

    /** Version 3 on IP (RFC 3931, 4.1.1.1): a session, whose number is 0 for control. */
    void l2tp(byte[] bytes, int at, int end) {
        boolean control = end - at < 4 || Octets.u32(bytes, at) == 0;
        if (control || !session(bytes, at + 4, end)) {
            frames.passOver();
        }
    }

    /**
     * Behind the number of a session of L2TP version 3: a cookie of 0, 4 or 8 octets and perhaps
     * the four of a sublayer (RFC 3931, 4.1 and 4.6), as was agreed elsewhere; then Ethernet.
     *
     * @return false when no frame is found
     */
    boolean session(byte[] bytes, int from, int end) {
        for (int at = from; at <= from + 12; at += 4) {
            if (EtherLayer.isFrame(bytes, at, end)) {
                bridged(bytes, at, end);
                return true;
            }
        }
        return false;
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
