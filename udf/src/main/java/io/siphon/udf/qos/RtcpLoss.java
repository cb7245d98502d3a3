package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.udf.rtcp.RtcpQuality;

/** Loss as receivers report it (RFC 3550, 6.4.1: fraction lost). */
final class RtcpLoss extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpLoss() {
        super(RtcpQuality.class, MetricCatalogue.RTCP_LOSS_PCT);
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        if (!quality.isOfRtcp()) {
            return;
        }
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), quality.lossPct());
    }
}
