package io.siphon.udf.rtcp;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.JsonPayload;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.report.QualityReport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes RTCP in HEP (protocol type 5): one JSON object for each packet, in the dialects of
 * rtpengine, Asterisk, captagent, heplify and Kamailio. Keys may come in any order, numbers may be
 * text or signed. Unused keys are skipped.
 */
public final class RtcpJson {

    static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

    /** RTCP counts blocks with five bits; compound packets were seen flattened into one object. */
    private static final int MAX_BLOCKS = 64;

    private static final long ABSENT = Long.MIN_VALUE;
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;

    private final SenderInformation sender = new SenderInformation();
    private final List<RtcpBlock> blocks = new ArrayList<>(1);
    private final XrFigures extended = new XrFigures();
    private long ssrc = ABSENT;
    private long type = ABSENT;

    private RtcpJson() {}

    /**
     * One report for each block; one without a block when there is sender information only; none
     * for a packet that reports nothing (SDES, BYE).
     *
     * @throws PayloadException {@code bad-json}
     */
    public static List<RtcpReport> decode(byte[] payload, Hop hop) throws PayloadException {
        return read(payload).reports(hop);
    }

    /** Likewise. */
    static RtcpJson read(byte[] payload) throws PayloadException {
        return JsonPayload.read(payload, parser -> new RtcpJson().readPacket(parser));
    }

    /** Of the extended report in it; null when there is none. */
    @Nullable
    QualityReport extended(Hop hop) {
        return extended.isPresent() ? extended.report(hop) : null;
    }

    private RtcpJson readPacket(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "ssrc" -> ssrc = RtcpNumber.read(parser, ABSENT);
                case "type" -> type = RtcpNumber.read(parser, ABSENT);
                case "sender_information" -> readObject(parser, sender::set);
                case "report_blocks" -> readBlocks(parser);
                case "Extended_report_information", "report_blocks_xr" ->
                        readObject(parser, extended::set);
                default -> parser.skipChildren();
            }
        }
        return this;
    }

    private void readBlocks(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            readBlock(parser);
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            readBlock(parser);
        }
    }

    private void readBlock(JsonParser parser) throws IOException {
        RtcpBlock block = new RtcpBlock();
        readObject(parser, block::set);
        if (!block.isZero() && blocks.size() < MAX_BLOCKS) {
            blocks.add(block);
        }
    }

    private interface Target {
        void set(String key, long value);
    }

    /** Nothing when the value is not an object. */
    private static void readObject(JsonParser parser, Target target) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            target.set(key, RtcpNumber.read(parser, 0));
        }
    }

    List<RtcpReport> reports(Hop hop) {
        List<RtcpReport> reports = new ArrayList<>(Math.max(1, blocks.size()));
        for (RtcpBlock block : blocks) {
            reports.add(report(hop, block, true));
        }
        if (blocks.isEmpty() && sender.isPresent()) {
            reports.add(report(hop, new RtcpBlock(), false));
        }
        return reports;
    }

    private RtcpReport report(Hop hop, RtcpBlock block, boolean hasBlock) {
        return new RtcpReport(
                hop.timeMicros(),
                hop.node(),
                hop.source(),
                hop.destination(),
                hop.trunk(),
                hop.correlationId() == null ? "" : hop.correlationId(),
                packetType(),
                senderSsrc(),
                sender.ntpMiddle(),
                sender.packets(),
                sender.octets(),
                hasBlock,
                block.sourceSsrc,
                block.fractionLost,
                block.cumulativeLost,
                block.highestSequence,
                block.jitter,
                block.lsr,
                block.dlsr,
                hop.clockOffset());
    }

    private int packetType() {
        if (type >= 0 && type <= 255) {
            return (int) type;
        }
        return sender.isPresent() ? SENDER_REPORT : RECEIVER_REPORT;
    }

    private long senderSsrc() {
        if (ssrc == ABSENT) {
            return -1;
        }
        long unsigned = ssrc & MAX_UNSIGNED;
        return sender.isTimeInPlaceOf(unsigned) ? -1 : unsigned;
    }
}
