package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/**
 * Ethernet and what an EtherType names: tags of VLANs (IEEE 802.1Q and 802.1ad), port extenders
 * (802.1BR) and backbones (802.1ah), MPLS labels (RFC 3032), PPPoE (RFC 2516) and PPP (RFC 1661),
 * IP.
 */
final class EtherLayer {

    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    static final int MPLS = 0x8847;
    private static final int MPLS_MULTICAST = 0x8848;
    private static final int PPPOE = 0x8864;
    private static final int ARP = 0x0806;

    /** Ethernet in GRE or PPP. */
    static final int BRIDGED = 0x6558;

    /** A service function chain (RFC 8300). */
    private static final int NSH = 0x894f;

    /** Ethernet behind the tag of a service: IEEE 802.1ah. */
    private static final int BACKBONE = 0x88e7;

    private static final int HEADER = 14;
    private static final int LEAST_TYPE = 0x600; // below, it is a length: IEEE 802.3
    private static final int BOTTOM_OF_STACK = 1;

    private final Frames frames;

    EtherLayer(Frames frames) {
        this.frames = frames;
    }

    void ethernet(byte[] bytes, int at, int end) {
        if (end - at < HEADER) {
            frames.passOver();
            return;
        }
        read(Octets.u16(bytes, at + 12), bytes, at + HEADER, end);
    }

    void read(int etherType, byte[] bytes, int from, int end) {
        int type = etherType;
        int at = from;
        for (int tag = tag(type); tag > 0 && end - at >= tag; tag = tag(type)) {
            at += tag;
            type = Octets.u16(bytes, at - 2);
        }
        if (type < LEAST_TYPE && isSnap(bytes, at, end)) {
            type = Octets.u16(bytes, at + 6);
            at += 8;
        }
        switch (type) {
            case IPV4, IPV6 -> frames.ip.read(bytes, at, end);
            case MPLS, MPLS_MULTICAST -> mpls(bytes, at, end);
            case PPPOE -> pppoe(bytes, at, end);
            case NSH -> frames.tunnel.chained(bytes, at, end);
            case BACKBONE -> frames.tunnel.bridged(bytes, at + 4, end);
            case BRIDGED -> {
                if (frames.deeper()) {
                    ethernet(bytes, at, end);
                }
            }
            default -> frames.passOver();
        }
    }

    /** IP, or a pseudowire of Ethernet. */
    void mpls(byte[] bytes, int from, int end) {
        int at = behindLabels(bytes, from, end);
        int frame = at < end ? pseudowire(bytes, at, end) : -1;
        if (at >= end) {
            frames.passOver();
        } else if (frame < 0) {
            frames.ip.read(bytes, at, end);
        } else if (frames.deeper()) {
            ethernet(bytes, Math.min(frame, end), end);
        }
    }

    /** Labels of four octets up to the one that says it is the last; all when none does. */
    static int behindLabels(byte[] bytes, int from, int end) {
        boolean last = false;
        int at = from;
        while (!last && end - at >= 4) {
            last = (bytes[at + 2] & BOTTOM_OF_STACK) != 0;
            at += 4;
        }
        return last ? at : end;
    }

    /**
     * Where the frame of a pseudowire begins, -1 for none: behind a control word, whose first four
     * bits are 0, or without one, when an address may begin with any (RFC 4448, 4.6).
     */
    private static int pseudowire(byte[] bytes, int at, int end) {
        boolean controlled = (bytes[at] & 0xf0) == 0;
        if (controlled && isFrame(bytes, at + 4, end)) {
            return at + 4;
        }
        if (!IpLayer.endsAt(bytes, at, end, end) && isFrame(bytes, at, end)) {
            return at;
        }
        return controlled ? at + 4 : -1;
    }

    /** Whether an EtherType stands in its place, and behind it what it says. */
    static boolean isFrame(byte[] bytes, int from, int end) {
        if (end - from < HEADER) {
            return false;
        }
        int type = Octets.u16(bytes, from + 12);
        int at = from + HEADER;
        for (int tag = tag(type); tag > 0 && end - at >= tag; tag = tag(type)) {
            at += tag;
            type = Octets.u16(bytes, at - 2);
        }
        if (end - at < 4) {
            return false;
        }
        return switch (type) {
            case IPV4 -> (bytes[at] & 0xf0) == 0x40 && (bytes[at] & 0x0f) >= 5;
            case IPV6 -> (bytes[at] & 0xf0) == 0x60;
            case ARP -> Octets.u16(bytes, at) == 1 && Octets.u16(bytes, at + 2) == IPV4;
            case MPLS, MPLS_MULTICAST -> bytes[at + 3] != 0; // it may go on
            case PPPOE -> Octets.u16(bytes, at) == 0x1100;
            default -> false;
        };
    }

    /** Version and type, code, session, length; then PPP. */
    void pppoe(byte[] bytes, int at, int end) {
        if (end - at < 8 || bytes[at] != 0x11 || bytes[at + 1] != 0) {
            frames.passOver();
            return;
        }
        ppp(bytes, at + 6, Math.min(end, at + 6 + Octets.u16(bytes, at + 4)));
    }

    /**
     * Address and control may be left out, and the protocol be one octet (RFC 1661, 6.5 and 6.6).
     */
    void ppp(byte[] bytes, int from, int end) {
        int at = from;
        if (end - at >= 2 && bytes[at] == (byte) 0xff && bytes[at + 1] == 3) {
            at += 2;
        }
        if (end - at < 2) {
            frames.passOver();
            return;
        }
        boolean one = (bytes[at] & 1) != 0;
        int protocol = one ? bytes[at] & 0xff : Octets.u16(bytes, at);
        at += one ? 1 : 2;
        switch (protocol) {
            case 0x21, 0x57 -> frames.ip.read(bytes, at, end);
            case 0x281, 0x283 -> mpls(bytes, at, end);
            default -> frames.passOver();
        }
    }

    /** Octets of a tag, with the type of what follows; 0: it is none. */
    private static int tag(int type) {
        return switch (type) {
            case 0x8100, 0x88a8, 0x9100 -> 4; // VLAN
            case 0x8926 -> 6; // VN-Tag, of Cisco's fabric extenders
            case 0x893f -> 8; // E-Tag: IEEE 802.1BR
            default -> 0;
        };
    }

    /** LLC with a SNAP header whose organisation is nobody's (RFC 1042). */
    private static boolean isSnap(byte[] bytes, int at, int end) {
        return end - at >= 8
                && Octets.u16(bytes, at) == 0xaaaa
                && Octets.u32(bytes, at + 2) == 0x03000000L;
    }
}
