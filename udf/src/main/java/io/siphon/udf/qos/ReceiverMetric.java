package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.udf.rtcp.RtcpXr;

import java.io.Serializable;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure that receivers give themselves: of the VoIP metrics block (RFC 3611, 4.7). */
final class ReceiverMetric extends Metric<RtcpXr> {

    private static final long serialVersionUID = 1L;

    private interface Figure extends ToDoubleFunction<RtcpXr>, Serializable {}

    static final List<Metric<?>> ALL =
            List.of(
                    of(
                            "xr_r_factor",
                            "R",
                            "R factor as the receiver works it out",
                            RtcpXr::rFactor),
                    of("xr_lq_mos", "MOS", "Opinion score of the listening quality", RtcpXr::mosLq),
                    of(
                            "xr_cq_mos",
                            "MOS",
                            "Opinion score of the conversational quality",
                            RtcpXr::mosCq),
                    of(
                            "xr_discard_pct",
                            "%",
                            "Packets that came too late or too early for the jitter buffer, in"
                                    + " percent since the stream's beginning",
                            RtcpXr::discardPct),
                    of(
                            "xr_burst_loss_pct",
                            "%",
                            "Packets lost or discarded within bursts, in percent of those",
                            RtcpXr::burstDensityPct),
                    of(
                            "xr_gap_loss_pct",
                            "%",
                            "Packets lost or discarded between bursts, in percent of those",
                            RtcpXr::gapDensityPct),
                    of(
                            "xr_jitter_buffer_ms",
                            "ms",
                            "Nominal delay of the receiver's jitter buffer",
                            RtcpXr::bufferMs));

    private final Figure figure;

    private ReceiverMetric(MetricInfo info, Figure figure) {
        super(RtcpXr.class, info);
        this.figure = figure;
    }

    private static ReceiverMetric of(String name, String unit, String help, Figure figure) {
        return new ReceiverMetric(
                new MetricInfo(
                        name,
                        MetricKind.DISTRIBUTION,
                        unit,
                        help
                                + ", one sample a VoIP metrics block of RTCP-XR (RFC 3611, 4.7);"
                                + " none where the block says that it is unavailable.",
                        List.of("node", "trunk")),
                figure);
    }

    @Override
    public void observe(RtcpXr report, Samples out) {
        out.tag(report.node())
                .tag(report.trunk())
                .value(report.timeMicros(), figure.applyAsDouble(report));
    }
}
