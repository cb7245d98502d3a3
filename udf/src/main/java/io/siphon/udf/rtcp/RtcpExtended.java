package io.siphon.udf.rtcp;

import io.siphon.udf.payload.Hop;

/**
 * Reads the blocks of an extended report (RFC 3611, 3): {@code BT(8) | specific(8) | length(16) in
 * words less one | …}. It uses two of the seven types: statistics summary (4.6) and VoIP metrics
 * (4.7).
 */
final class RtcpExtended {

    private static final int HEADER = 4;
    private static final int STATISTICS = 6;
    private static final int STATISTICS_LENGTH = 40;
    private static final int VOIP = 7;
    private static final int VOIP_LENGTH = 36;
    private static final int UNAVAILABLE = 127;

    private RtcpExtended() {}

    static void read(RtcpBytes packet, long ssrc, Hop hop, RtcpContents contents) {
        int at = 2 * HEADER;
        while (packet.length() - at >= HEADER) {
            int length = HEADER * (packet.u16(at + 2) + 1);
            RtcpBytes block = packet.from(at, length);
            switch (block.u8(0)) {
                case STATISTICS -> {
                    if (block.length() >= STATISTICS_LENGTH) {
                        contents.statistics().add(statistics(block, ssrc, hop));
                    }
                }
                case VOIP -> {
                    if (block.length() >= VOIP_LENGTH) {
                        contents.extended().add(voip(block, ssrc, hop));
                    }
                }
                default -> {}
            }
            at += length;
        }
    }

    private static RtcpStatistics statistics(RtcpBytes block, long ssrc, Hop hop) {
        int flags = block.u8(1);
        boolean loss = (flags & 0x80) != 0;
        boolean duplicates = (flags & 0x40) != 0;
        boolean jitter = (flags & 0x20) != 0;
        return new RtcpStatistics(
                hop.timeMicros(),
                hop.node(),
                hop.source(),
                hop.destination(),
                ssrc,
                block.u32(4),
                block.u16(8),
                block.u16(10),
                loss ? block.u32(12) : -1,
                duplicates ? block.u32(16) : -1,
                jitter ? block.u32(20) : -1,
                jitter ? block.u32(24) : -1,
                jitter ? block.u32(28) : -1,
                jitter ? block.u32(32) : -1);
    }

    private static RtcpXr voip(RtcpBytes block, long ssrc, Hop hop) {
        return new RtcpXr(
                hop.timeMicros(),
                hop.node(),
                hop.source(),
                hop.destination(),
                hop.trunk(),
                ssrc,
                block.u32(4),
                percent(block.u8(8)),
                percent(block.u8(9)),
                percent(block.u8(10)),
                percent(block.u8(11)),
                block.u16(12),
                block.u16(14),
                block.u16(16),
                block.u16(18),
                level(block.u8(20)),
                level(block.u8(21)),
                available(block.u8(22)),
                block.u8(23),
                available(block.u8(24)),
                available(block.u8(25)),
                available(block.u8(26)) / 10,
                available(block.u8(27)) / 10,
                block.u8(28) >>> 6,
                block.u8(28) >>> 4 & 3,
                block.u16(30),
                block.u16(32),
                block.u16(34));
    }

    private static double percent(int of256) {
        return of256 * 100.0 / 256;
    }

    /** Two's complement; 127 is unavailable. */
    private static double level(int octet) {
        return octet == UNAVAILABLE ? Double.NaN : (byte) octet;
    }

    private static double available(int octet) {
        return octet == UNAVAILABLE ? Double.NaN : octet;
    }
}
