package io.siphon.sources.pcap;

import io.siphon.sources.hep.Octets;

/**
 * Recognises RTP and RTCP (RFC 3550, 5.1 and 6.4) by their headers, as far as one packet tells:
 * whether RTP is RTP, its neighbours must say.
 */
final class Media {

    private static final int HEADER = 12;
    private static final int LEAST_PORT = 1024;

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
                || payload.sourcePort() < LEAST_PORT
                || payload.destinationPort() < LEAST_PORT) {
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

    private static boolean isVersion2(byte first) {
        return (first & 0xc0) == 0x80;
    }

    private Media() {}
}
