package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

import javax.annotation.Nullable;

/** What stands before the network layer, by the capture's link type. */
final class LinkLayer {

    private static final int ENC_HEADER = 12;
    private static final int NFLOG_HEADER = 4; // family, version, resource
    private static final int NFLOG_PACKET = 9;

    private final Frames frames;

    LinkLayer(Frames frames) {
        this.frames = frames;
    }

    void read(@Nullable LinkType type, byte[] bytes, int at, int end) {
        if (type == null) {
            frames.passOver();
            return;
        }
        switch (type) {
            case ETHERNET -> frames.ether.ethernet(bytes, at, end);
            case LINUX_SLL -> typed(bytes, at, 14, 16, end);
            case LINUX_SLL2 -> typed(bytes, at, 0, 20, end);
            case CISCO_HDLC -> typed(bytes, at, 2, 4, end);
            case NULL, LOOP -> loopback(bytes, at, end);
            case PPP, PPP_HDLC -> frames.ether.ppp(bytes, at, end);
            case PPP_DIRECTION -> frames.ether.ppp(bytes, at + 1, end);
            case MPLS -> frames.ether.mpls(bytes, at, end);
            case ENC -> frames.ip.read(bytes, Math.min(at + ENC_HEADER, end), end);
            case NFLOG -> nflog(bytes, at + NFLOG_HEADER, end);
            case PPP_ETHERNET -> frames.ether.pppoe(bytes, at, end);
            case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> frames.ip.read(bytes, at, end);
        }
    }

    /** A header with an EtherType in it. */
    private void typed(byte[] bytes, int at, int typeAt, int header, int end) {
        if (end - at < header) {
            frames.passOver();
            return;
        }
        frames.ether.read(Octets.u16(bytes, at + typeAt), bytes, at + header, end);
    }

    /** Four octets of address family, whose numbers differ between systems: IP says it itself. */
    private void loopback(byte[] bytes, int at, int end) {
        frames.ip.read(bytes, Math.min(at + 4, end), end);
    }

    /**
     * Attributes of length (with these four octets) and type, in the order of the machine's octets,
     * hardly ever another than little endian; padded to four.
     */
    private void nflog(byte[] bytes, int from, int end) {
        int at = from;
        while (end - at >= 4) {
            int length = little(bytes, at);
            if (little(bytes, at + 2) == NFLOG_PACKET) {
                frames.ip.read(bytes, at + 4, Math.min(end, at + length));
                return;
            }
            at = length < 4 ? end : at + (length + 3 & ~3);
        }
        frames.passOver();
    }

    private static int little(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }
}
