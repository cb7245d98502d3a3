package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.rtcp.RtcpQuality;

import java.util.List;

/** Interarrival jitter as receivers report it (RFC 3550, 6.4.1). */
final class RtcpJitter extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    RtcpJitter() {
        super(
                RtcpQuality.class,
                new MetricInfo(
                        "rtcp_jitter_ms",
                        MetricKind.DISTRIBUTION,
                        "ms",
                        "Interarrival jitter, one sample a report block; a codec that is not well known is"
                                + " `other`.",
                        List.of("node", "trunk", "codec")));
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        out.tag(quality.node())
                .tag(quality.trunk())
                .tag(Vocabulary.CODECS.tag(quality.codec()))
                .value(quality.timeMicros(), quality.jitterMs());
    }
}
