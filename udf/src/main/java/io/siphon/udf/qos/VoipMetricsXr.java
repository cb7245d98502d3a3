package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.udf.rtcp.RtcpXr;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure that receivers give themselves: of the VoIP metrics block (RFC 3611, 4.7). */
final class VoipMetricsXr extends Metric<RtcpXr> {

    private static final long serialVersionUID = 1L;

    private interface Figure extends ToDoubleFunction<RtcpXr>, Serializable {}

    static final List<Metric<?>> ALL =
            List.of(
                    new VoipMetricsXr(MetricCatalogue.XR_R_FACTOR, RtcpXr::rFactor),
                    new VoipMetricsXr(MetricCatalogue.XR_LQ_MOS, RtcpXr::mosLq),
                    new VoipMetricsXr(MetricCatalogue.XR_CQ_MOS, RtcpXr::mosCq),
                    new VoipMetricsXr(MetricCatalogue.XR_DISCARD_PCT, RtcpXr::discardPct),
                    new VoipMetricsXr(MetricCatalogue.XR_BURST_LOSS_PCT, RtcpXr::burstDensityPct),
                    new VoipMetricsXr(MetricCatalogue.XR_GAP_LOSS_PCT, RtcpXr::gapDensityPct),
                    new VoipMetricsXr(MetricCatalogue.XR_JITTER_BUFFER_MS, RtcpXr::bufferMs));

    private final Figure figure;

    private VoipMetricsXr(MetricInfo info, Figure figure) {
        super(RtcpXr.class, info);
        this.figure = figure;
    }

    @Override
    public void observe(RtcpXr report, Samples out) {
        out.tag(report.node())
                .tag(report.trunk())
                .value(report.timeMicros(), figure.applyAsDouble(report));
    }
}
