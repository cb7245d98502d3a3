package io.siphon.job.topology;

import io.siphon.job.config.BindAddress;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Trace;
import io.siphon.sources.CaptureGap;
import io.siphon.sources.LiveWatermarks;
import io.siphon.sources.archive.ArchiveWatermarks;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.journal.JournalSettings;
import io.siphon.sources.kafka.EmbedWatermarks;
import io.siphon.sources.kafka.KafkaCluster;
import io.siphon.sources.kafka.PacketDeserializer;
import io.siphon.sources.kafka.PacketSerializer;
import io.siphon.sources.kafka.TopicWatermarks;
import io.siphon.sources.kafka.WatermarkRecord;
import io.siphon.sources.listen.HepSource;
import io.siphon.sources.siptrace.RowPackets;
import io.siphon.sources.siptrace.SipTraceSource;
import io.siphon.sources.siptrace.SipTraceTable;
import io.siphon.udf.alert.Alerts;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallEventCodec;
import io.siphon.udf.call.CallTracker;
import io.siphon.udf.decode.DecodePayloads;
import io.siphon.udf.decode.DecodeSettings;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.gap.CaptureGapDecoder;
import io.siphon.udf.gap.JournalGapDecoder;
import io.siphon.udf.gap.KernelLossDecoder;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.qos.MeasureGap;
import io.siphon.udf.qos.MeasureLate;
import io.siphon.udf.qos.MeasureLoss;
import io.siphon.udf.qos.Measured;
import io.siphon.udf.qos.MetricPipeline;
import io.siphon.udf.registration.RegistrationEvent;
import io.siphon.udf.registration.RegistrationTracker;
import io.siphon.udf.rtcp.MediaEvent;
import io.siphon.udf.rtcp.RtcpBinaryDecoder;
import io.siphon.udf.rtcp.RtcpDecoder;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpTracker;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.sip.SipDecoder;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.RoundTripOfStream;
import io.siphon.udf.stream.WireMedia;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import org.apache.kafka.clients.consumer.OffsetResetStrategy;

import javax.annotation.Nullable;

import java.util.List;
import java.util.Set;

/** The job, on one screen. */
public final class Topology {

    /** With {@code hep.udp.queue} before it, what an outage of the brokers may take. */
    private static final long CAPTURE_BUFFER_BYTES = 64L << 20;

    private Topology() {}

    /** From the sockets to the stores. */
    public static void live(
            StreamExecutionEnvironment env, JobConfig config, List<Output> outputs) {
        define(packets(env, config, config.journal()), false, config, outputs);
    }

    /**
     * From the sockets to a topic. Without checkpoints: there is no state, and one would stop the
     * job for as long as the brokers are unavailable.
     *
     * @param partitions of the topic
     */
    public static void capture(
            StreamExecutionEnvironment env, JobConfig config, String name, int partitions) {
        env.getCheckpointConfig().disableCheckpointing();
        KafkaCluster kafka =
                new KafkaCluster(config.kafkaBootstrapServers(), config.kafkaProperties());
        // no journal: there are no checkpoints to say from where to read it, and the topic is one
        packets(env, config, null)
                .transform(
                        "tell watermarks",
                        TypeInformation.of(HepPacket.class),
                        new EmbedWatermarks(name, partitions))
                .uid("tell_watermarks")
                .setParallelism(config.hepUdpSockets())
                // apart from the source, whose clock of silence stops while the brokers are
                // unavailable
                .startNewChain()
                .sinkTo(
                        KafkaSink.<HepPacket>builder()
                                .setBootstrapServers(kafka.bootstrapServers())
                                .setKafkaProducerConfig(kafka.producer(CAPTURE_BUFFER_BYTES))
                                .setRecordSerializer(new PacketSerializer(config.kafkaTopic()))
                                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                                .build())
                .name("kafka " + config.kafkaTopic())
                .uid("kafka_sink")
                .setParallelism(config.hepUdpSockets());
    }

    /**
     * From that topic to the stores.
     *
     * @param untilNow ends where the topic ends when the job begins
     */
    public static void topic(
            StreamExecutionEnvironment env,
            boolean untilNow,
            JobConfig config,
            List<Output> outputs) {
        KafkaCluster kafka =
                new KafkaCluster(config.kafkaBootstrapServers(), config.kafkaProperties());
        KafkaSourceBuilder<HepPacket> source =
                KafkaSource.<HepPacket>builder()
                        .setProperties(kafka.consumer())
                        .setBootstrapServers(kafka.bootstrapServers())
                        .setTopics(config.kafkaTopic())
                        .setGroupId(config.kafkaGroupId())
                        .setStartingOffsets(
                                OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                        .setDeserializer(
                                new PacketDeserializer(
                                        ClockWindow.of(
                                                config.hepClockMaxBehind(),
                                                config.hepClockMaxAhead())));
        if (untilNow) {
            source.setBounded(OffsetsInitializer.latest());
        }
        SingleOutputStreamOperator<HepPacket> records =
                env.fromSource(
                                source.build(),
                                TopicWatermarks.strategy(
                                        config.hepOutOfOrderness(), config.kafkaCapturePatience()),
                                "kafka " + config.kafkaTopic())
                        .uid("kafka_topic");
        define(
                records.filter(packet -> !WatermarkRecord.is(packet))
                        .uid("kafka_packets")
                        .setParallelism(records.getParallelism()),
                false,
                config,
                outputs);
    }

    /**
     * What the sockets receive.
     *
     * @param journal null: none is kept
     */
    public static SingleOutputStreamOperator<HepPacket> packets(
            StreamExecutionEnvironment env, JobConfig config, @Nullable JournalSettings journal) {
        BindAddress bind = config.udpBind();
        HepSource source =
                HepSource.builder()
                        .setBind(bind.host(), bind.port())
                        .setReceiveBuffer((int) config.hepUdpReceiveBuffer().getBytes())
                        .setQueue(config.hepUdpQueue().getBytes())
                        .setClockWindow(config.hepClockMaxBehind(), config.hepClockMaxAhead())
                        .setMaxAgents(config.hepAgentsMax())
                        .setJournal(journal)
                        .setTcp(config.tcp())
                        .setSenders(config.senders())
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
                                        offTheWire,
                                        config.undecodableMaxRowsPerSource(),
                                        config.undecodableMaxRows())))
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
        DataStream<RtcpEvent> reports =
                RtcpEvent.of(traces.getSideOutput(RtcpDecoder.REPORTS), "rtcp_reports");
        DataStream<RtpStream> media = traces.getSideOutput(WireMedia.NO_STREAMS);
        if (offTheWire) {
            WireMedia wire =
                    WireMedia.attach(
                            messages,
                            traces.getSideOutput(RtpDecoder.PACKETS),
                            traces.getSideOutput(RtcpBinaryDecoder.REPORTS),
                            config.callSetupTimeout(),
                            Ceiling.ofStreams(config.stateMaxStreams()));
            reports = reports.union(RtcpEvent.of(wire.reports(), "rtcp_wire_reports"));
            media = wire.streams();
        }

        long held = config.stateMaxHeld().getBytes();
        SingleOutputStreamOperator<Call> calls =
                InOrder.process(
                                messages.filter(CallEvent::concerns)
                                        .uid("call_messages")
                                        .setParallelism(packets.getParallelism())
                                        .map(CallEvent::of)
                                        .returns(CallEventCodec.TYPE)
                                        .uid("call_events")
                                        .setParallelism(packets.getParallelism())
                                        .keyBy(CallEvent::callId, TextKeyType.INSTANCE),
                                new CallTracker(
                                        config.callSetupTimeout(), config.callMaxDuration()),
                                Call.class,
                                Ceiling.ofCalls(config.stateMaxCalls(), held))
                        .uid("calls")
                        .name("calls");
        SingleOutputStreamOperator<Registration> registrations =
                InOrder.process(
                                messages.filter(RegistrationEvent::concerns)
                                        .uid("register_messages")
                                        .setParallelism(packets.getParallelism())
                                        .map(RegistrationEvent::of)
                                        .returns(RegistrationEvent.class)
                                        .uid("registration_events")
                                        .setParallelism(packets.getParallelism())
                                        .keyBy(RegistrationEvent::aor, TextKeyType.INSTANCE),
                                new RegistrationTracker(),
                                Registration.class,
                                Ceiling.ofRegistrations(config.stateMaxRegistrations(), held))
                        .uid("registrations")
                        .name("registrations");
        SingleOutputStreamOperator<RtcpQuality> qualities =
                InOrder.process(
                                messages.filter(MediaEvent::concerns)
                                        .uid("rtcp_sessions")
                                        .setParallelism(packets.getParallelism())
                                        .<RtcpEvent>map(MediaEvent::of)
                                        .returns(RtcpEventCodec.TYPE)
                                        .uid("rtcp_media")
                                        .setParallelism(packets.getParallelism())
                                        .union(reports)
                                        .keyBy(RtcpEvent::key, TextKeyType.INSTANCE),
                                new RtcpTracker(
                                        config.callSetupTimeout(), config.callMaxDuration()),
                                RtcpQuality.class,
                                Ceiling.ofRtcp(config.stateMaxRtcp(), held))
                        .uid("rtcp")
                        .name("rtcp");
        if (offTheWire) {
            media =
                    RoundTripOfStream.attach(
                            media, qualities, Ceiling.ofStreams(config.stateMaxStreams()));
        }
        Measured measured =
                MetricPipeline.attach(
                        messages,
                        calls,
                        registrations,
                        qualities,
                        traces.getSideOutput(RtcpBinaryDecoder.EXTENDED),
                        media,
                        traces.getSideOutput(DecodePayloads.NOT_KEPT),
                        config.qos());

        DataStream<RtcpStreamSummary> reported = qualities.getSideOutput(RtcpTracker.REPORTED);
        DataStream<CaptureGap> gaps = traces.getSideOutput(CaptureGapDecoder.GAPS);
        JobStreams streams =
                new JobStreams(
                        traces,
                        calls,
                        registrations,
                        media,
                        reported,
                        measured.measurements()
                                .union(
                                        MeasureGap.of(gaps, packets.getParallelism()),
                                        MeasureLoss.of(
                                                traces.getSideOutput(KernelLossDecoder.LOSSES),
                                                packets.getParallelism()),
                                        MeasureLate.of(measured.late(), config.qos())),
                        Alerts.attach(
                                calls,
                                registrations,
                                media,
                                reported,
                                gaps,
                                traces.getSideOutput(JournalGapDecoder.GAPS),
                                calls.getSideOutput(InOrder.LIMITS)
                                        .union(
                                                registrations.getSideOutput(InOrder.LIMITS),
                                                qualities.getSideOutput(InOrder.LIMITS)),
                                config.alerts()),
                        traces.getSideOutput(DecodePayloads.UNDECODABLE));
        outputs.forEach(output -> output.attach(streams, config));
    }
}
