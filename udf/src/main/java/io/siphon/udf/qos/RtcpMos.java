package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.rtcp.RtcpQuality;

import java.util.List;

/** Opinion score by what receivers report, by the E-model. */
final class RtcpMos extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpMos() {
        super(
                RtcpQuality.class,
                new MetricInfo(
                        "rtcp_mos",
                        MetricKind.DISTRIBUTION,
                        "MOS",
                        "Opinion score (ITU-T G.107) by what RTCP reports, by codec, loss since the report before (taken as"
                                + " random) and round trip where it is known, one sample a report block; none for codecs that"
                                + " G.113 has no figures of, or that no SDP told.",
                        List.of("node", "trunk", "codec")));
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), EModel.mos(quality.rFactor()));
    }
}
