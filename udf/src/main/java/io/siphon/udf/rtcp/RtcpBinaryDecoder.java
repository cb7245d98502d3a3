package io.siphon.udf.rtcp;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.PayloadDecoder;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.payload.Traces;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.report.QualityReportCodec;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * Decodes RTCP from the wire. It has no correlation id: SDP assigns its reports to a call. Extended
 * reports go to {@link #EXTENDED} and {@link #STATISTICS}.
 */
public final class RtcpBinaryDecoder implements PayloadDecoder<RtcpReport> {

    public static final OutputTag<RtcpReport> REPORTS =
            new OutputTag<>("rtcp-wire", RtcpReportCodec.TYPE);

    public static final OutputTag<RtcpXr> EXTENDED =
            new OutputTag<>("rtcp-xr", TypeInformation.of(RtcpXr.class));

    /** Those of {@link #EXTENDED}, for their calls. */
    public static final OutputTag<QualityReport> EXTENDED_REPORTS =
            new OutputTag<>("rtcp-xr-reports", QualityReportCodec.TYPE);

    public static final OutputTag<RtcpStatistics> STATISTICS =
            new OutputTag<>("rtcp-xr-statistics", TypeInformation.of(RtcpStatistics.class));

    @Override
    public int protocol() {
        return HepProtocol.RTCP;
    }

    @Override
    public OutputTag<RtcpReport> output() {
        return REPORTS;
    }

    @Override
    public void decode(HepPacket packet, Hops hops, Decoded<RtcpReport> out)
            throws PayloadException {
        Hop hop = hops.of(packet, "");
        RtcpContents contents = RtcpBinary.decode(packet.payload(), hop);
        out.trace(Traces.of(packet, hop));
        contents.reports().forEach(out::value);
        for (RtcpXr xr : contents.extended()) {
            out.value(EXTENDED, xr);
            out.value(EXTENDED_REPORTS, XrFigures.of(xr, hop.clockOffset()));
        }
        contents.statistics().forEach(summary -> out.value(STATISTICS, summary));
    }
}
