package io.siphon.udf.rtcp;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

/**
 * Decodes RTCP as it is on the wire: a compound of packets one after the other (RFC 3550, 6.1), of
 * which sender and receiver reports (6.4) and extended reports (RFC 3611) are used; SDES, BYE, APP
 * and all others are skipped.
 *
 * <pre>
 *  V=2 P count(5) | PT(8) | length(16) in words less one | SSRC(32) | …
 *  200 SR:  NTP(64) RTP time(32) packets(32) octets(32), then as 201
 *  201 RR:  count times: SSRC(32) fraction(8) lost(24) highest(32) jitter(32) LSR(32) DLSR(32)
 * </pre>
 *
 * <p>What a capture has cut off is missing, the rest is read. What does not look like RTCP after
 * its first packet is encrypted (SRTCP, RFC 3711, 3.4: all after the SSRC, with an index and an
 * authentication tag at the end): then nothing of it can be believed.
 */
public final class RtcpBinary {

    private static final int HEADER = 4;
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int EXTENDED_REPORT = 207;
    private static final int SENDER_INFORMATION = 20;
    private static final int BLOCK = 24;

    /** RFC 5761, 4: the types that RTCP uses, and RTP leaves to it. */
    private static final int FIRST_TYPE = 192;

    private static final int LAST_TYPE = 223;

    private final Hop hop;
    private final RtcpContents contents = new RtcpContents();

    private RtcpBinary(Hop hop) {
        this.hop = hop;
    }

    /**
     * One report for each block; one without a block for a sender report that has none.
     *
     * @throws PayloadException {@code bad-rtcp}: not RTCP, or encrypted
     */
    public static RtcpContents decode(byte[] payload, Hop hop) throws PayloadException {
        RtcpBinary decoder = new RtcpBinary(hop);
        RtcpBytes rest = new RtcpBytes(payload, 0, payload.length);
        if (rest.length() < 2 * HEADER) {
            throw bad("got " + rest.length() + " octets, expected 8 or more", 0);
        }
        while (rest.length() >= HEADER && !rest.isZero()) {
            checkHeader(rest, payload.length - rest.length());
            int length = HEADER * (rest.u16(2) + 1);
            decoder.read(rest.from(0, length));
            rest = rest.from(length, Integer.MAX_VALUE - payload.length);
        }
        return decoder.contents;
    }

    private static void checkHeader(RtcpBytes packet, int at) throws PayloadException {
        int version = packet.u8(0) >>> 6;
        if (version != 2) {
            throw bad("got version " + version + ", expected 2", at);
        }
        int type = packet.u8(1);
        if (type < FIRST_TYPE || type > LAST_TYPE) {
            throw bad("got packet type " + type + ", expected 192..223", at);
        }
    }

    private void read(RtcpBytes packet) {
        int count = packet.u8(0) & 0x1f;
        long ssrc = packet.u32(HEADER);
        switch (packet.u8(1)) {
            case SENDER_REPORT -> readSenderReport(packet, count, ssrc);
            case RECEIVER_REPORT -> readBlocks(packet, 2 * HEADER, count, ssrc, null);
            case EXTENDED_REPORT -> RtcpExtended.read(packet, ssrc, hop, contents);
            default -> {}
        }
    }

    private void readSenderReport(RtcpBytes packet, int count, long ssrc) {
        RtcpBytes sender = packet.from(2 * HEADER, SENDER_INFORMATION);
        if (sender.length() < SENDER_INFORMATION) {
            return;
        }
        if (readBlocks(packet, 2 * HEADER + SENDER_INFORMATION, count, ssrc, sender) == 0) {
            add(SENDER_REPORT, ssrc, sender, null);
        }
    }

    /** Returns how many blocks there were. */
    private int readBlocks(RtcpBytes packet, int offset, int count, long ssrc, RtcpBytes sender) {
        int type = sender == null ? RECEIVER_REPORT : SENDER_REPORT;
        for (int i = 0; i < count; i++) {
            RtcpBytes block = packet.from(offset + i * BLOCK, BLOCK);
            if (block.length() < BLOCK) {
                return i;
            }
            add(type, ssrc, sender, block);
        }
        return count;
    }

    private void add(int type, long ssrc, RtcpBytes sender, RtcpBytes block) {
        boolean hasBlock = block != null;
        contents.reports()
                .add(
                        new RtcpReport(
                                hop.timeMicros(),
                                hop.node(),
                                hop.source(),
                                hop.destination(),
                                hop.trunk(),
                                hop.correlationId() == null ? "" : hop.correlationId(),
                                type,
                                ssrc,
                                sender == null ? 0 : sender.u32(2),
                                sender == null ? -1 : sender.u32(12),
                                sender == null ? -1 : sender.u32(16),
                                hasBlock,
                                hasBlock ? block.u32(0) : 0,
                                hasBlock ? block.u8(4) : 0,
                                hasBlock ? block.i24(5) : 0,
                                hasBlock ? block.u32(8) : 0,
                                hasBlock ? block.u32(12) : 0,
                                hasBlock ? block.u32(16) : 0,
                                hasBlock ? block.u32(20) : 0,
                                hop.clockOffset()));
    }

    private static PayloadException bad(String detail, int at) {
        return new PayloadException("bad-rtcp", detail + " at " + at);
    }
}
