package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.rtcp.RtcpQuality;

import java.util.List;

/** Round trip by LSR and DLSR (RFC 3550, 6.4.1). */
final class RtcpRoundTrip extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpRoundTrip() {
        super(
                RtcpQuality.class,
                new MetricInfo(
                        "rtcp_rtt_ms",
                        MetricKind.DISTRIBUTION,
                        "ms",
                        "Round trip time, one sample a report block that answers a sender report.",
                        List.of("node", "trunk", "codec")));
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), quality.rttMs());
    }
}
