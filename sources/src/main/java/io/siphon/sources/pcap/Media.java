package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/**
 * Recognises RTP and RTCP (RFC 3550, 5.1 and 6.4) by their headers, as far as one packet tells:
 * whether RTP is RTP, its neighbours must say.
 */
final class Media {

    private static final int HEADER = 12;
    private static final int PADDING = 0x20;

    /**
     * Version 2, a type from 200 to 207 first, and lengths of packets that add up (RFC 3550, A.2).
     */
    static boolean isRtcp(WirePayload payload) {
        byte[] bytes = payload.bytes();
        int at = payload.offset();
        int stop = at + payload.wireLength();
        if (payload.length() < 8 || !isVersion2(bytes[at])) {
            return false;
        }
        int first = bytes[at + 1] & 0xff;
        if (first < 200 || first > 207) {
            return false;
        }
        while (at + 4 <= payload.end()) {
            if (!isVersion2(bytes[at])) {
                return false;
            }
            at += 4 + 4 * Octets.u16(bytes, at + 2);
        }
        return at == stop || at < stop && payload.length() < payload.wireLength();
    }

    /**
     * Octets of the RTP header with contributing sources and extension; 0 when this is no RTP.
     * Types 72 to 79 would be RTCP's 200 to 207 (RFC 5761, 4).
     */
    static int rtpHeader(WirePayload payload) {
        byte[] bytes = payload.bytes();
        int at = payload.offset();
        if (payload.length() < HEADER
                || !isVersion2(bytes[at])
                || isOfOther(payload.sourcePort())
                || isOfOther(payload.destinationPort())) {
            return 0;
        }
        int type = bytes[at + 1] & 0x7f;
        if (type >= 72 && type <= 79) {
            return 0;
        }
        int header = HEADER + 4 * (bytes[at] & 0x0f);
        boolean extension = (bytes[at] & 0x10) != 0;
        if (extension && payload.length() >= header + 4) {
            header += 4 + 4 * Octets.u16(bytes, at + header + 2);
        }
        return header <= payload.wireLength() ? Math.min(header, payload.length()) : 0;
    }

    /**
     * Whether another protocol over UDP has the port: its first octet may be any. All others may be
     * announced for media, such as 443 by who is to be reached through firewalls.
     */
    private static boolean isOfOther(int port) {
        return switch (port) {
            case 0,
                    7, // echo
                    19, // chargen
                    53, // DNS
                    67, // DHCP
                    68,
                    69, // TFTP
                    88, // Kerberos
                    111, // RPC
                    123, // NTP
                    137, // NetBIOS
                    138,
                    161, // SNMP
                    162,
                    177, // XDMCP
                    389, // CLDAP
                    464, // Kerberos
                    500, // IKE
                    514, // syslog
                    520, // RIP
                    546, // DHCPv6
                    547,
                    623 -> // IPMI
                    true;
            default -> false;
        };
    }

    /**
     * Octets of padding at the end of an RTP packet (RFC 3550, 5.1): they carry no medium. 0 when
     * the end of the packet was not captured, and when it says more than there is behind the
     * header.
     */
    static int rtpPadding(WirePayload payload, int header) {
        boolean padded = (payload.bytes()[payload.offset()] & PADDING) != 0;
        if (!padded || payload.length() < payload.wireLength()) {
            return 0;
        }
        int padding = payload.bytes()[payload.end() - 1] & 0xff;
        return padding <= payload.length() - header ? padding : 0;
    }

    /** Of a header that is kept without its padding. */
    static void clearPadding(byte[] header, int padding) {
        if (padding > 0) {
            header[0] &= ~PADDING;
        }
    }

    private static boolean isVersion2(byte first) {
        return (first & 0xc0) == 0x80;
    }

    private Media() {}
}
