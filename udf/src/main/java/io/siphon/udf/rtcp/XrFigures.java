package io.siphon.udf.rtcp;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.report.QualityReport;

/**
 * The VoIP metrics of an extended report (RFC 3611, 4.7), binary or as agents write it in JSON, as
 * a {@link QualityReport}. They are of the whole stream until then.
 */
final class XrFigures {

    private static final int UNAVAILABLE = 127;

    private long ssrc = -1;
    private long loss = -1;
    private long roundTrip;
    private long rFactor = UNAVAILABLE;
    private long listening = UNAVAILABLE;
    private long conversation = UNAVAILABLE;
    private long sum;

    /** Of captagent's {@code Extended_report_information} or heplify's {@code report_blocks_xr}. */
    void set(String key, long value) {
        switch (key) {
            case "identifier" -> ssrc = value & RtcpJson.MAX_UNSIGNED;
            case "loss_rate", "fraction_lost" -> loss = value;
            case "round_trip_delay" -> roundTrip = value;
            case "R_fact" -> rFactor = value;
            case "MOS_LQ" -> listening = value;
            case "MOS_CQ" -> conversation = value;
            default -> {}
        }
        sum |= key.equals("identifier") ? 0 : value;
    }

    /** Whether there is any: heplify fills what it did not receive with zeros. */
    boolean isPresent() {
        return sum != 0;
    }

    QualityReport report(Hop hop) {
        double score = available(listening) / 10;
        return report(
                hop.timeMicros(),
                hop.node(),
                hop.trunk(),
                hop.correlationId() == null ? "" : hop.correlationId(),
                hop.source(),
                hop.destination(),
                ssrc,
                loss < 0 ? Double.NaN : loss * 100.0 / 256,
                roundTrip,
                Double.isNaN(score) ? available(conversation) / 10 : score,
                available(rFactor),
                hop.clockOffset());
    }

    static QualityReport of(RtcpXr xr, long clockOffset) {
        return report(
                xr.timeMicros(),
                xr.node(),
                xr.trunk(),
                "",
                xr.source(),
                xr.destination(),
                xr.sourceSsrc(),
                xr.lossPct(),
                xr.roundTripMs(),
                Double.isNaN(xr.mosLq()) ? xr.mosCq() : xr.mosLq(),
                xr.rFactor(),
                clockOffset);
    }

    private static double available(long octet) {
        return octet == UNAVAILABLE || octet == 0 ? Double.NaN : octet;
    }

    private static QualityReport report(
            long timeMicros,
            String node,
            String trunk,
            String callId,
            String source,
            String destination,
            long ssrc,
            double lossPct,
            long roundTripMs,
            double mos,
            double rFactor,
            long clockOffset) {
        return new QualityReport(
                timeMicros,
                node,
                trunk,
                callId,
                RtcpStreamSummary.XR,
                source,
                destination,
                "",
                "",
                true,
                ssrc,
                "",
                lossPct,
                lossPct,
                -1,
                Double.NaN,
                Double.NaN,
                roundTripMs == 0 ? Double.NaN : roundTripMs, // not measured
                mos,
                mos,
                rFactor,
                true,
                clockOffset);
    }
}
