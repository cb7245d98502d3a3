package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.udf.rtcp.RtcpQuality;

/** Opinion score by what receivers report, by the E-model. */
final class RtcpMos extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpMos() {
        super(RtcpQuality.class, MetricCatalogue.RTCP_MOS);
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        if (!quality.isOfRtcp()) {
            return;
        }
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), quality.mos());
    }
}
