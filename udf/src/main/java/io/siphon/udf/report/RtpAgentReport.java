package io.siphon.udf.report;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import java.util.List;

/**
 * Reads RTPAgent's JSON: {@code PERIODIC} every 20 s or so, of that time; {@code HANGUP} and {@code
 * FINAL} of the whole stream. Times are in ms, SRC is who sent the stream. As for {@code SOURCE}:
 * {@code RTCP}, its loss is {@code PERCENTAGE_LOSS} and its jitter {@code INTERARRIVAL_JITTER}.
 */
final class RtpAgentReport {

    private RtpAgentReport() {}

    static List<QualityReport> read(byte[] payload, Hop hop) throws PayloadException {
        ReportFields fields = ReportFields.read(payload);
        ReportDraft draft = new ReportDraft();
        String id = fields.text("RTP_SIP_CALL_ID");
        draft.callId = id.isEmpty() ? fields.text("CORRELATION_ID") : id;
        draft.sender = fields.socket("SRC_IP", "SRC_PORT");
        draft.receiver = fields.socket("DST_IP", "DST_PORT");
        if (draft.sender.isEmpty() || draft.receiver.isEmpty()) {
            draft.sender = hop.source();
            draft.receiver = hop.destination();
        }
        draft.ssrc = ReportDraft.ssrc(fields.text("SSRC"));
        draft.codec = fields.text("CODEC_NAME");
        draft.whole = !fields.text("TYPE").equalsIgnoreCase("PERIODIC");
        draft.lossOf(
                fields.number("TOTAL_PACKET_LOSS", "PACKET_LOSS", "CUM_PACKET_LOSS"),
                fields.number("EXPECTED_PK", "TOTAL_PACKETS"));
        double percentage = fields.number("MEAN_PERCENTAGE_LOSS", "PERCENTAGE_LOSS");
        draft.lossPct = Double.isNaN(percentage) ? draft.lossPct : percentage;
        draft.lossMaxPct = fields.number("MAX_PERCENTAGE_LOSS");
        draft.jitterMs =
                fields.number(
                        "MEAN_JITTER", "JITTER", "MEAN_INTERARRIVAL_JITTER", "INTERARRIVAL_JITTER");
        draft.jitterMaxMs = fields.number("MAX_JITTER", "MAX_INTERARRIVAL_JITTER");
        draft.mos = fields.number("MEAN_MOS", "MOS");
        draft.mosMin = fields.number("MIN_MOS");
        draft.rFactor = fields.number("MEAN_RFACTOR", "RFACTOR");
        QualityReport report = draft.of(hop, RtcpStreamSummary.RTPAGENT);
        return report.hasFigures() ? List.of(report) : List.of();
    }
}
