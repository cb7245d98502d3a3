package io.siphon.udf.alert;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.qos.Samples;

/** {@link PoorMedia} by what the receivers report: the mean of the scores of their reports. */
final class PoorRtcp extends PoorMedia<RtcpStreamSummary> {

    private static final long serialVersionUID = 1L;

    PoorRtcp(MediaThresholds thresholds) {
        super(RtcpStreamSummary.class, "poor_rtcp", "as RTCP tells", thresholds);
    }

    @Override
    public void observe(RtcpStreamSummary stream, Samples out) {
        if (!stream.isOfRtcp()) {
            return;
        }
        observe(
                stream.node(),
                stream.trunk(),
                stream.startedAt(),
                stream.endedAt(),
                stream.mosMean(),
                out);
    }
}
