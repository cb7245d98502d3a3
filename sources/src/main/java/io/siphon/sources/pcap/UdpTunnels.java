package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/**
 * Packets within UDP, as switches, radio networks and routers mirror them: VXLAN (RFC 7348, and its
 * extensions for group policies and other protocols), Geneve (RFC 8926), GTP-U version 1 (3GPP TS
 * 29.281), L2TP versions 2 and 3 (RFC 2661, 3931), GRE (RFC 8086), MPLS (RFC 7510), Teredo (RFC
 * 4380) and TZSP, as MikroTik's sniffer sends it. The ports may be those of media as well, so what
 * has not all the marks of the tunnel is left alone.
 */
final class UdpTunnels {

    private static final int VXLAN = 4789;
    private static final int VXLAN_OF_LINUX = 8472; // before IANA gave the other
    private static final int VXLAN_GPE = 4790;
    private static final int GENEVE = 6081;
    private static final int GTP_U = 2152;
    private static final int TZSP = 37008;
    private static final int L2TP = 1701;
    private static final int GRE = 4754;
    private static final int MPLS = 6635;
    private static final int TEREDO = 3544;

    private static final int VXLAN_HEADER = 8;
    private static final int GENEVE_HEADER = 8;
    private static final int GTP_HEADER = 8;
    private static final int GTP_EXTENDED_HEADER = 12;
    private static final int GTP_PACKET = 255;
    private static final int TZSP_HEADER = 4;
    private static final int TZSP_ETHERNET = 1;
    private static final int L2TP_3_HEADER = 8;
    private static final long TEREDO_ADDRESS = 0x20010000L;
    private static final int LINK_LOCAL = 0xfe80;

    private final Frames frames;

    UdpTunnels(Frames frames) {
        this.frames = frames;
    }

    /**
     * Peels a UDP payload that is a tunnel's.
     *
     * @param source port: only Teredo's servers send from their own
     * @param port of the destination
     * @param wireEnd where the payload ended before the capture cut it
     * @return false when it is none
     */
    boolean read(int source, int port, byte[] bytes, int at, int end, int wireEnd) {
        if (source == TEREDO || port == TEREDO) {
            return teredo(bytes, at, end, wireEnd);
        }
        return switch (port) {
            case VXLAN, VXLAN_OF_LINUX -> vxlan(bytes, at, end);
            case VXLAN_GPE -> gpe(bytes, at, end);
            case GENEVE -> geneve(bytes, at, end);
            case GTP_U -> gtp(bytes, at, end);
            case TZSP -> tzsp(bytes, at, end);
            case L2TP -> l2tp(bytes, at, end) || l2tp3(bytes, at, end);
            case GRE -> gre(bytes, at, end, wireEnd);
            case MPLS -> mpls(bytes, at, end, wireEnd);
            default -> false;
        };
    }

    /**
     * Flag I alone, reserved octets 0; or with flag G, of the group policy extension, whose further
     * flags and number are in them.
     */
    private boolean vxlan(byte[] bytes, int at, int end) {
        if (end - at <= VXLAN_HEADER || bytes[at + 7] != 0) {
            return false;
        }
        boolean plain = Octets.u32(bytes, at) == 0x08000000L;
        boolean grouped = (bytes[at] & 0xff) == 0x88 && (bytes[at + 1] & 0xb7) == 0;
        if (!plain && !grouped) {
            return false;
        }
        frames.tunnel.bridged(bytes, at + VXLAN_HEADER, end);
        return true;
    }

    /**
     * The generic protocol extension (draft-ietf-nvo3-vxlan-gpe): version 0, flags I and P, no
     * flags B and O, and what is inside.
     */
    private boolean gpe(byte[] bytes, int at, int end) {
        boolean marked = end - at > VXLAN_HEADER && (bytes[at] & 0xff) == 0x0c;
        if (!marked || Octets.u16(bytes, at + 1) != 0 || bytes[at + 7] != 0) {
            return false;
        }
        int inner = at + VXLAN_HEADER;
        switch (bytes[at + 3]) {
            case 1 -> frames.ether.read(EtherLayer.IPV4, bytes, inner, end);
            case 2 -> frames.ether.read(EtherLayer.IPV6, bytes, inner, end);
            case 3 -> frames.tunnel.bridged(bytes, inner, end);
            case 4 -> frames.tunnel.chained(bytes, inner, end);
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Version 0 and the options' length in words; flags, of which control packets have the first;
     * EtherType; network identifier; a reserved octet.
     */
    private boolean geneve(byte[] bytes, int at, int end) {
        if (end - at <= GENEVE_HEADER
                || (bytes[at] & 0xc0) != 0
                || (bytes[at + 1] & 0xbf) != 0
                || bytes[at + 7] != 0) {
            return false;
        }
        int type = Octets.u16(bytes, at + 2);
        int inner = at + GENEVE_HEADER + 4 * (bytes[at] & 0x3f);
        boolean known =
                type == EtherLayer.BRIDGED || type == EtherLayer.IPV4 || type == EtherLayer.IPV6;
        if (!known || inner >= end) {
            return false;
        }
        frames.ether.read(type, bytes, inner, end);
        return true;
    }

    /**
     * Version 1, GTP and not GTP', a packet of the user's; where a flag says so, four octets more,
     * the last of which names an extension header: its length in words, its content, the next one.
     */
    private boolean gtp(byte[] bytes, int at, int end) {
        if (end - at <= GTP_HEADER
                || (bytes[at] & 0xf8) != 0x30
                || (bytes[at + 1] & 0xff) != GTP_PACKET) {
            return false;
        }
        boolean extended = (bytes[at] & 7) != 0;
        int stop = at + GTP_HEADER + Octets.u16(bytes, at + 2);
        int inner = at + (extended ? GTP_EXTENDED_HEADER : GTP_HEADER);
        boolean another = (bytes[at] & 4) != 0;
        while (another && inner < end && bytes[inner - 1] != 0) {
            int length = 4 * (bytes[inner] & 0xff);
            inner = length == 0 ? end : inner + length;
        }
        int version = inner < end ? (bytes[inner] & 0xf0) >>> 4 : 0;
        if (inner >= stop || version != 4 && version != 6) {
            return false;
        }
        frames.ip.read(bytes, inner, Math.min(end, stop));
        return true;
    }

    /**
     * Version 1, type 0 or 1 for a packet, what it is; then fields of type, length and content, up
     * to one of type 1, the end. Type 0 is padding; both are one octet.
     */
    private boolean tzsp(byte[] bytes, int at, int end) {
        if (end - at <= TZSP_HEADER
                || bytes[at] != 1
                || (bytes[at + 1] & 0xfe) != 0
                || Octets.u16(bytes, at + 2) != TZSP_ETHERNET) {
            return false;
        }
        int field = at + TZSP_HEADER;
        while (field < end && bytes[field] != 1) {
            boolean padding = bytes[field] == 0;
            if (!padding && end - field < 2) {
                return false;
            }
            field += padding ? 1 : 2 + (bytes[field + 1] & 0xff);
        }
        if (field + 1 >= end) {
            return false;
        }
        frames.tunnel.bridged(bytes, field + 1, end);
        return true;
    }

    /**
     * Version 2, data and no control; by flags a length, two sequence numbers, and the octets to
     * skip; then PPP, with its address and control or without, that has IP.
     */
    private boolean l2tp(byte[] bytes, int at, int end) {
        int flags = end - at < 6 ? -1 : Octets.u16(bytes, at);
        if ((flags & 0xb4ff) != 2) {
            return false;
        }
        boolean length = (flags & 0x4000) != 0;
        int inner = at + (length ? 8 : 6) + ((flags & 0x0800) != 0 ? 4 : 0);
        if ((flags & 0x0200) != 0) {
            inner = end - inner < 2 ? end : inner + 2 + Octets.u16(bytes, inner);
        }
        int stop = length ? Math.min(end, at + Octets.u16(bytes, at + 2)) : end;
        if (stop - inner >= 2 && Octets.u16(bytes, inner) == 0xff03) {
            inner += 2;
        }
        int protocol = stop - inner < 3 ? 0 : Octets.u16(bytes, inner);
        int version = protocol == 0 ? 0 : (bytes[inner + 2] & 0xf0) >>> 4;
        if (!(protocol == 0x21 && version == 4 || protocol == 0x57 && version == 6)) {
            return false;
        }
        frames.ip.read(bytes, inner + 2, stop);
        return true;
    }

    /**
     * Version 3, data and no control, nothing else; the number of a session, of which 0 is none.
     */
    private boolean l2tp3(byte[] bytes, int at, int end) {
        return end - at > L2TP_3_HEADER
                && Octets.u32(bytes, at) == 0x00030000L
                && Octets.u32(bytes, at + 4) != 0
                && frames.tunnel.session(bytes, at + L2TP_3_HEADER, end);
    }

    /** Version 0, of the flags only those for checksum, key and number. */
    private boolean gre(byte[] bytes, int at, int end, int wireEnd) {
        int flags = end - at < 4 ? -1 : Octets.u16(bytes, at);
        if ((flags & 0x4fff) != 0) {
            return false;
        }
        int inner = at + TunnelLayer.greHeader(flags);
        boolean marked =
                switch (Octets.u16(bytes, at + 2)) {
                    case EtherLayer.IPV4, EtherLayer.IPV6 ->
                            IpLayer.endsAt(bytes, inner, end, wireEnd);
                    case EtherLayer.MPLS -> isLabelled(bytes, inner, end, wireEnd);
                    case EtherLayer.BRIDGED -> EtherLayer.isFrame(bytes, inner, end);
                    default -> false;
                };
        if (marked) {
            frames.tunnel.gre(bytes, at, end);
        }
        return marked;
    }

    private boolean mpls(byte[] bytes, int at, int end, int wireEnd) {
        boolean marked = isLabelled(bytes, at, end, wireEnd);
        if (marked) {
            frames.ether.mpls(bytes, at, end);
        }
        return marked;
    }

    /** Whether labels stand here, and behind them a packet or a frame. */
    private static boolean isLabelled(byte[] bytes, int from, int end, int wireEnd) {
        int at = EtherLayer.behindLabels(bytes, from, end);
        return IpLayer.endsAt(bytes, at, end, wireEnd)
                || EtherLayer.isFrame(bytes, at, end)
                || at < end && (bytes[at] & 0xf0) == 0 && EtherLayer.isFrame(bytes, at + 4, end);
    }

    /**
     * Perhaps an authentication, perhaps the origin (RFC 4380, 5.1.1), then an IPv6 packet of which
     * an address is Teredo's, or link-local as when a client asks for its own.
     */
    private boolean teredo(byte[] bytes, int from, int end, int wireEnd) {
        int at = from;
        if (end - at >= 4 && Octets.u16(bytes, at) == 1) {
            at += 13 + (bytes[at + 2] & 0xff) + (bytes[at + 3] & 0xff);
        }
        if (end - at >= 8 && Octets.u16(bytes, at) == 0) {
            at += 8;
        }
        if (end - at < 40
                || (bytes[at] & 0xf0) != 0x60
                || 40 + Octets.u16(bytes, at + 4) > wireEnd - at
                || !isTeredo(bytes, at + 8) && !isTeredo(bytes, at + 24)) {
            return false;
        }
        frames.ip.read(bytes, at, end);
        return true;
    }

    private static boolean isTeredo(byte[] bytes, int address) {
        return Octets.u32(bytes, address) == TEREDO_ADDRESS
                || Octets.u16(bytes, address) == LINK_LOCAL;
    }
}
