package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.udf.rtcp.RtcpQuality;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure of reports other than report blocks of RTCP: of phones, SBCs and RTPAgent. */
final class ReportedFigure extends Metric<RtcpQuality> {

    private static final long serialVersionUID = 1L;

    private interface Figure extends ToDoubleFunction<RtcpQuality>, Serializable {}

    static final List<Metric<?>> ALL =
            List.of(
                    new ReportedFigure(MetricCatalogue.REPORTED_JITTER_MS, RtcpQuality::jitterMs),
                    new ReportedFigure(MetricCatalogue.REPORTED_LOSS_PCT, RtcpQuality::lossPct),
                    new ReportedFigure(MetricCatalogue.REPORTED_RTT_MS, RtcpQuality::rttMs),
                    new ReportedFigure(MetricCatalogue.REPORTED_MOS, RtcpQuality::mos));

    private final Figure figure;

    private ReportedFigure(MetricInfo info, Figure figure) {
        super(RtcpQuality.class, info);
        this.figure = figure;
    }

    @Override
    public void observe(RtcpQuality quality, Samples out) {
        if (!quality.isOfRtcp()) {
            out.tag(quality.node())
                    .tag(quality.trunk())
                    .tag(quality.origin())
                    .value(quality.timeMicros(), figure.applyAsDouble(quality));
        }
    }
}
