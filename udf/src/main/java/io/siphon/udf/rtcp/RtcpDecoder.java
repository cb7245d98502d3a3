package io.siphon.udf.rtcp;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;
import io.siphon.udf.report.QualityReport;

import org.apache.flink.util.OutputTag;

/** HEP type 5: RTCP as JSON. */
public final class RtcpDecoder implements PayloadDecoder<RtcpReport> {

    public static final OutputTag<RtcpReport> REPORTS =
            new OutputTag<>("rtcp", RtcpReportCodec.TYPE);

    @Override
    public int protocol() {
        return HepProtocol.RTCP_JSON;
    }

    @Override
    public OutputTag<RtcpReport> output() {
        return REPORTS;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<RtcpReport> out)
            throws PayloadException {
        Hop hop = hops.of(packet, "");
        RtcpJson json = RtcpJson.read(packet.payload());
        out.trace(Traces.of(packet, hop));
        json.reports(hop).forEach(out::value);
        QualityReport extended = json.extended(hop);
        if (extended != null) {
            out.value(QualityReport.REPORTS, extended);
        }
    }
}
