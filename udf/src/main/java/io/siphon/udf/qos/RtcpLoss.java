package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.rtcp.RtcpQuality;

import java.util.List;

/** Loss as receivers report it (RFC 3550, 6.4.1: fraction lost). */
final class RtcpLoss extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpLoss() {
        super(
                RtcpQuality.class,
                new MetricInfo(
                        "rtcp_loss_pct",
                        MetricKind.DISTRIBUTION,
                        "%",
                        "Packets lost since the report before, in percent, one sample a report block.",
                        List.of("node", "trunk", "codec")));
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), quality.lossPct());
    }
}
