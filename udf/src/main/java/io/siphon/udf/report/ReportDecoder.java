package io.siphon.udf.report;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.JsonPayload;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;

import org.apache.flink.util.OutputTag;

import java.util.List;

/**
 * HEP types of quality reports. One number has several meanings: a payload that looks like none of
 * them is stored as it is.
 */
public final class ReportDecoder implements PayloadDecoder<QualityReport> {

    private final int protocol;

    private ReportDecoder(int protocol) {
        this.protocol = protocol;
    }

    /** One for each type. */
    public static List<PayloadDecoder<?>> all() {
        return List.of(
                new ReportDecoder(HepProtocol.RTP_REPORT),
                new ReportDecoder(HepProtocol.SHORT_REPORT),
                new ReportDecoder(HepProtocol.RTCP_REPORT),
                new ReportDecoder(HepProtocol.HORACLIFIX),
                new ReportDecoder(HepProtocol.REPORT));
    }

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public OutputTag<QualityReport> output() {
        return QualityReport.REPORTS;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<QualityReport> out)
            throws PayloadException {
        Hop hop = hops.of(packet, "");
        List<QualityReport> reports = read(packet.payload(), hop);
        String callId = reports.isEmpty() ? hop.correlationId() : reports.get(0).callId();
        out.trace(Traces.of(packet, hop, callId == null ? "" : callId, "", "", "", "", 0));
        reports.forEach(out::value);
    }

    private List<QualityReport> read(byte[] payload, Hop hop) throws PayloadException {
        if (JsonPayload.isObject(payload)) {
            return switch (protocol) {
                case HepProtocol.HORACLIFIX -> HoraclifixReport.read(payload, hop);
                case HepProtocol.REPORT -> List.of();
                default -> RtpAgentReport.read(payload, hop);
            };
        }
        boolean text = protocol == HepProtocol.SHORT_REPORT || protocol == HepProtocol.REPORT;
        return text && VqReport.isIn(payload)
                ? VqReport.read(payload, 0, payload.length, hop)
                : List.of();
    }
}
