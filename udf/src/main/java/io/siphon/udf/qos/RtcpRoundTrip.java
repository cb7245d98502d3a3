package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.udf.rtcp.RtcpQuality;

/** Round trip by LSR and DLSR (RFC 3550, 6.4.1). */
final class RtcpRoundTrip extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpRoundTrip() {
        super(RtcpQuality.class, MetricCatalogue.RTCP_RTT_MS);
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        if (!quality.isOfRtcp()) {
            return;
        }
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), quality.rttMs());
    }
}
