package io.siphon.job;

import io.siphon.job.sink.Output;
import io.siphon.job.sink.Streams;
import io.siphon.sources.LiveWatermarks;
import io.siphon.sources.archive.ArchiveWatermarks;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.siptrace.RowPackets;
import io.siphon.sources.siptrace.SipTraceSource;
import io.siphon.sources.siptrace.SipTraceTable;
import io.siphon.sources.udp.HepUdpSource;
import io.siphon.udf.call.Call;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallTracker;
import io.siphon.udf.gap.CaptureGapDecoder;
import io.siphon.udf.payload.DecodePayloads;
import io.siphon.udf.payload.DecodeSettings;
import io.siphon.udf.payload.Trace;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.qos.MeasureGap;
import io.siphon.udf.qos.Measured;
import io.siphon.udf.qos.Measures;
import io.siphon.udf.qos.QosSettings;
import io.siphon.udf.rtcp.MediaEvent;
import io.siphon.udf.rtcp.RtcpBinaryDecoder;
import io.siphon.udf.rtcp.RtcpDecoder;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.RtcpTracker;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.sip.SipDecoder;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.Stream;
import io.siphon.udf.stream.WireMedia;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.List;
import java.util.Set;

/** The job, on one screen. */
public final class Topology {

    private Topology() {}

    /** From the sockets to the stores. */
    public static void live(
            StreamExecutionEnvironment env, JobConfig config, List<Output> outputs) {
        define(packets(env, config), false, config, outputs);
    }

    /** What the sockets receive. */
    public static SingleOutputStreamOperator<HepPacket> packets(
            StreamExecutionEnvironment env, JobConfig config) {
        BindAddress bind = BindAddress.of(config.hepUdpBind());
        HepUdpSource source =
                HepUdpSource.builder()
                        .setBind(bind.host(), bind.port())
                        .setReceiveBuffer((int) config.hepUdpReceiveBuffer().getBytes())
                        .setQueue(config.hepUdpQueue().getBytes())
                        .setClockWindow(config.hepClockMaxBehind(), config.hepClockMaxAhead())
                        .setMaxAgents(config.hepAgentsMax())
                        .setJournal(config.journal())
                        .build();
        return env.fromSource(
                        source, LiveWatermarks.strategy(config.hepOutOfOrderness()), "hep udp")
                .uid("hep_udp")
                .setParallelism(config.hepUdpSockets());
    }

    /** Traces, and by its side outputs all that payloads mean. */
    public static SingleOutputStreamOperator<Trace> decode(
            SingleOutputStreamOperator<HepPacket> packets, boolean offTheWire, JobConfig config) {
        return packets.process(
                        new DecodePayloads(
                                new DecodeSettings(
                                        config.sipHeaders(),
                                        Trunks.of(config.trunks()),
                                        Set.copyOf(config.hepLocalAddresses()),
                                        offTheWire)))
                .uid("decode")
                .name("decode")
                .setParallelism(packets.getParallelism());
    }

    /** From capture files to the stores. */
    public static void archive(
            StreamExecutionEnvironment env,
            List<String> paths,
            String node,
            JobConfig config,
            List<Output> outputs) {
        PcapSource source =
                PcapSource.builder()
                        .setPaths(paths)
                        .setNode(node)
                        .setClockWindow(config.hepClockMaxBehind(), config.hepClockMaxAhead())
                        .build();
        boolean piped = paths.contains(PcapSource.STANDARD_INPUT);
        define(
                env.fromSource(
                                source,
                                ArchiveWatermarks.strategy(config.hepOutOfOrderness(), piped),
                                "captures")
                        .uid("captures"),
                true,
                config,
                outputs);
    }

    /** From Kamailio's own table to the stores. */
    public static void table(
            StreamExecutionEnvironment env,
            SipTraceTable table,
            RowPackets packets,
            JobConfig config,
            List<Output> outputs) {
        define(
                env.fromSource(
                                new SipTraceSource(table, packets),
                                ArchiveWatermarks.strategy(config.hepOutOfOrderness(), false),
                                "sip_trace table")
                        .uid("sip_trace_table")
                        .setParallelism(1),
                false,
                config,
                outputs);
    }

    /**
     * From packets, wherever they come from, to the stores.
     *
     * @param offTheWire whether RTP and binary RTCP may be among them. To know whose they are takes
     *     every socket that a call announces, for minutes: far more than calls themselves do.
     */
    public static void define(
            SingleOutputStreamOperator<HepPacket> packets,
            boolean offTheWire,
            JobConfig config,
            List<Output> outputs) {
        SingleOutputStreamOperator<Trace> traces = decode(packets, offTheWire, config);
        DataStream<SipMessage> messages = traces.getSideOutput(SipDecoder.MESSAGES);
        DataStream<RtcpReport> reports = traces.getSideOutput(RtcpDecoder.REPORTS);
        DataStream<Stream> media = traces.getSideOutput(WireMedia.NO_STREAMS);
        if (offTheWire) {
            WireMedia wire =
                    WireMedia.attach(
                            messages,
                            traces.getSideOutput(RtpDecoder.PACKETS),
                            traces.getSideOutput(RtcpBinaryDecoder.REPORTS),
                            config.callSetupTimeout());
            reports = reports.union(wire.reports());
            media = wire.streams();
        }

        DataStream<Call> calls =
                messages.filter(CallEvent::concerns)
                        .uid("call_messages")
                        .setParallelism(packets.getParallelism())
                        .map(CallEvent::of)
                        .returns(CallEvent.class)
                        .uid("call_events")
                        .setParallelism(packets.getParallelism())
                        .keyBy(CallEvent::callId)
                        .process(
                                new CallTracker(
                                        config.callSetupTimeout(), config.callMaxDuration()))
                        .uid("calls")
                        .name("calls");
        DataStream<RtcpQuality> qualities =
                messages.filter(MediaEvent::concerns)
                        .uid("rtcp_sessions")
                        .setParallelism(packets.getParallelism())
                        .map(MediaEvent::of)
                        .returns(MediaEvent.class)
                        .uid("rtcp_media")
                        .setParallelism(packets.getParallelism())
                        .keyBy(MediaEvent::callId)
                        .connect(reports.keyBy(RtcpTracker::key))
                        .process(
                                new RtcpTracker(
                                        config.callSetupTimeout(), config.callMaxDuration()))
                        .uid("rtcp")
                        .name("rtcp");
        Measured measured =
                Measures.attach(
                        messages,
                        calls,
                        qualities,
                        media,
                        new QosSettings(
                                config.qosWindow(),
                                config.qosAllowedLateness(),
                                config.qosMaxSeries()));

        Streams streams =
                new Streams(
                        traces,
                        calls,
                        media,
                        measured.measurements()
                                .union(
                                        MeasureGap.of(
                                                traces.getSideOutput(CaptureGapDecoder.GAPS),
                                                packets.getParallelism())),
                        traces.getSideOutput(DecodePayloads.UNDECODABLE));
        outputs.forEach(output -> output.attach(streams, config));
    }
}
