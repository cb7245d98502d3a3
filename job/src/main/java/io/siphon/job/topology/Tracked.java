package io.siphon.job.topology;

import io.siphon.job.config.JobConfig;
import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Trace;
import io.siphon.udf.alert.Alerts;
import io.siphon.udf.alert.baseline.Baselines;
import io.siphon.udf.correlation.Legs;
import io.siphon.udf.decode.DecodePayloads;
import io.siphon.udf.gap.CaptureGapDecoder;
import io.siphon.udf.gap.JournalGapDecoder;
import io.siphon.udf.gap.KernelLossDecoder;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.qos.Measured;
import io.siphon.udf.qos.MetricPipeline;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.rtcp.ReportedQuality;
import io.siphon.udf.rtcp.RtcpBinaryDecoder;
import io.siphon.udf.rtcp.RtcpDecoder;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpTracker;
import io.siphon.udf.rtcp.SeenStream;
import io.siphon.udf.rtcp.XrOnce;
import io.siphon.udf.sip.SipDecoder;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.PairedReports;
import io.siphon.udf.stream.RoundTripOfStream;
import io.siphon.udf.stream.StreamsOnce;
import io.siphon.udf.stream.WireMedia;
import io.siphon.udf.suspect.Suspects;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What messages mean, before anything is measured.
 *
 * @param traces with the side outputs of decoding
 * @param media streams on the wire; none where there is no wire
 * @param mediaOnce each of them once, when it is over
 * @param qualities with the side outputs of {@link RtcpTracker}
 */
record Tracked(
        SingleOutputStreamOperator<Trace> traces,
        DataStream<SipMessage> messages,
        SingleOutputStreamOperator<Call> calls,
        Legs legs,
        SingleOutputStreamOperator<Registration> registrations,
        SingleOutputStreamOperator<RtcpQuality> qualities,
        DataStream<RtpStream> media,
        DataStream<RtpStream> mediaOnce) {

    /**
     * @param offTheWire see {@link Topology#define}
     */
    static Tracked of(
            SingleOutputStreamOperator<Trace> traces, boolean offTheWire, JobConfig config) {
        DataStream<SipMessage> messages = traces.getSideOutput(SipDecoder.MESSAGES);
        PairedReports said = said(traces);
        DataStream<RtpStream> media = traces.getSideOutput(WireMedia.NO_STREAMS);
        Ceiling streams = Ceiling.ofStreams(config.state().maxStreams());
        long held = config.state().maxHeld().getBytes();
        if (offTheWire) {
            WireMedia wire = Trackers.media(messages, traces, config);
            media = wire.streams();
            said = said.and(PairedReports.of(wire.reports(), "rtcp_of_wire"));
        }
        SingleOutputStreamOperator<RtcpEvent> known = said.known(messages, streams, held);
        Legs legs = Trackers.legs(messages, PairedReports.contested(known), config);
        DataStream<RtcpEvent> reports = said.join(known, legs.over(), streams, held);
        if (offTheWire) {
            reports = reports.union(SeenStream.of(media, "rtcp_seen_streams"));
        }
        SingleOutputStreamOperator<RtcpQuality> qualities =
                Trackers.rtcp(messages, reports, config);
        SingleOutputStreamOperator<Call> calls =
                Trackers.calls(
                        messages,
                        legs.notes().union(qualities.getSideOutput(RtcpTracker.NOTES)),
                        config);
        DataStream<RtpStream> once = media;
        if (offTheWire) {
            media = RoundTripOfStream.attach(media, qualities, streams);
            once = StreamsOnce.of(media);
        }
        return new Tracked(
                traces,
                messages,
                calls,
                legs,
                Trackers.registrations(messages, config),
                qualities,
                media,
                once);
    }

    /** By HEP, and in SIP. */
    private static PairedReports said(SingleOutputStreamOperator<Trace> traces) {
        return PairedReports.of(
                        RtcpEvent.of(traces.getSideOutput(RtcpDecoder.REPORTS), "rtcp_reports"),
                        "rtcp_of_agents")
                .and(
                        PairedReports.of(
                                ReportedQuality.of(
                                        traces.getSideOutput(QualityReport.REPORTS),
                                        "quality_reports"),
                                "quality_of_agents"));
    }

    DataStream<RtcpStreamSummary> reported() {
        return qualities.getSideOutput(RtcpTracker.REPORTED);
    }

    Measured measured(JobConfig config) {
        return MetricPipeline.attach(
                messages,
                calls,
                registrations,
                qualities,
                XrOnce.attach(
                        traces.getSideOutput(RtcpBinaryDecoder.EXTENDED),
                        Ceiling.ofStreams(config.state().maxStreams())),
                mediaOnce,
                traces.getSideOutput(DecodePayloads.NOT_KEPT),
                config.correlation().countsFirstLegs(),
                config.qos().settings());
    }

    /**
     * @param unusual what baselines find
     */
    DataStream<Alert> alerts(Baselines.Found unusual, JobConfig config) {
        Suspects suspects =
                Suspects.attach(traces, messages, calls, registrations, config.suspects());
        Alerts.Capture capture =
                new Alerts.Capture(
                        traces.getSideOutput(CaptureGapDecoder.GAPS),
                        traces.getSideOutput(JournalGapDecoder.GAPS),
                        calls.getSideOutput(InOrder.LIMITS)
                                .union(
                                        legs.limits(),
                                        registrations.getSideOutput(InOrder.LIMITS),
                                        qualities.getSideOutput(InOrder.LIMITS),
                                        suspects.limits(),
                                        unusual.limits()),
                        Suspects.losses(
                                traces.getSideOutput(KernelLossDecoder.LOSSES),
                                traces.getParallelism(),
                                config.suspects()),
                        traces.getSideOutput(DecodePayloads.SKEWS));
        return Alerts.attach(
                new Alerts.Traffic(calls, registrations, media, reported()),
                capture,
                suspects.findings(),
                unusual.findings(),
                config.alerts());
    }
}
