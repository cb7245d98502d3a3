package io.siphon.udf.report;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads horaclifix's JSON: what an Oracle SBC measured of a call that has ended. {@code INC_…} is
 * of the stream from the caller, with the Call-ID of that side; {@code OUT_…} of that from the
 * callee. MOS and R come times 100, jitter and latency in ms.
 */
final class HoraclifixReport {

    private static final double HUNDRED = 100;

    /** Beyond it MOS and R are times 100. */
    private static final double MOST_MOS = 5;

    private static final double MOST_R = 120;

    private HoraclifixReport() {}

    static List<QualityReport> read(byte[] payload, Hop hop) throws PayloadException {
        ReportFields fields = ReportFields.read(payload);
        List<QualityReport> reports = new ArrayList<>(2);
        for (String side : List.of("INC_", "OUT_")) {
            QualityReport report = side(fields, side, hop);
            if (report.hasFigures()) {
                reports.add(report);
            }
        }
        return reports;
    }

    private static QualityReport side(ReportFields fields, String side, Hop hop) {
        String party = side.equals("INC_") ? "CALLER_" : "CALLEE_";
        ReportDraft draft = new ReportDraft();
        draft.callId = fields.text(side + "ID");
        draft.sender = fields.socket(party + "SRC_IP", party + "SRC_PORT");
        draft.receiver = fields.socket(party + "DST_IP", party + "DST_PORT");
        double lost = fields.number(side + "RTP_PK_LOSS");
        draft.lossOf(lost, fields.number(side + "RTP_PK") + lost);
        draft.lossMaxPct = draft.lossPct;
        draft.jitterMs = fields.number(side + "RTP_AVG_JITTER");
        draft.jitterMaxMs = fields.number(side + "RTP_MAX_JITTER");
        double latency = fields.number(side + "RTCP_AVG_LAT");
        draft.rttMs = latency == 0 ? Double.NaN : latency;
        draft.mos = scaled(fields.number(side + "MOS"), MOST_MOS);
        draft.mosMin = draft.mos;
        draft.rFactor = scaled(fields.number(side + "RVAL"), MOST_R);
        return draft.of(hop, RtcpStreamSummary.HORACLIFIX);
    }

    /** 0: not measured. */
    private static double scaled(double value, double most) {
        double plain = value > most ? value / HUNDRED : value;
        return plain == 0 ? Double.NaN : plain;
    }
}
