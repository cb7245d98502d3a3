package io.siphon.udf.rtp;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

/**
 * Reads the header of an RTP packet (RFC 3550, 5.1):
 *
 * <pre>
 *  V=2 P X CC(4) | M PT(7) | sequence(16) | timestamp(32) | SSRC(32) | CSRC(32) * CC
 *  [profile(16) length(16) words * length]  with X; [padding, its length last]  with P
 * </pre>
 */
public final class RtpHeader {

    private static final int FIXED = 12;

    private RtpHeader() {}

    /**
     * @param octets the packet from its first octet on; it may have been cut short anywhere after
     *     the fixed header
     * @param wireLength octets of the whole packet
     * @throws PayloadException {@code bad-rtp}: another version, or CSRCs, extension or padding
     *     that do not fit into the packet
     */
    public static RtpPacket read(byte[] octets, int wireLength, Hop hop) throws PayloadException {
        if (octets.length < FIXED) {
            throw bad("got " + octets.length + " octets, expected 12 or more");
        }
        if ((octets[0] & 0xc0) != 0x80) {
            throw bad("got version " + (octets[0] >>> 6 & 3) + ", expected 2");
        }
        int length = Math.max(octets.length, wireLength);
        int header = headerLength(octets);
        int padding = padding(octets, length);
        if (header + padding > length) {
            throw bad("got " + length + " octets, expected " + (header + padding) + " or more");
        }
        return new RtpPacket(
                hop.timeMicros(),
                hop.node(),
                hop.trunk(),
                hop.source(),
                hop.destination(),
                u32(octets, 8),
                octets[1] & 0x7f,
                u16(octets, 2),
                u32(octets, 4),
                octets[1] < 0,
                length - header - padding,
                hop.clockOffset());
    }

    /** With the CSRCs and, as far as it was captured, the extension (5.3.1). */
    private static int headerLength(byte[] octets) {
        int at = FIXED + 4 * (octets[0] & 0x0f);
        boolean extended = (octets[0] & 0x10) != 0;
        return extended && at + 4 <= octets.length ? at + 4 + 4 * u16(octets, at + 2) : at;
    }

    /** 0 also when the end of the packet, which has it, was not captured. */
    private static int padding(byte[] octets, int length) {
        boolean padded = (octets[0] & 0x20) != 0;
        return padded && octets.length == length ? octets[length - 1] & 0xff : 0;
    }

    private static PayloadException bad(String detail) {
        return new PayloadException("bad-rtp", detail);
    }

    private static int u16(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
    }

    private static long u32(byte[] octets, int at) {
        return (long) u16(octets, at) << 16 | u16(octets, at + 2);
    }
}
