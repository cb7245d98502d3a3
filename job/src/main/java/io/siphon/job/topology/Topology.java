package io.siphon.job.topology;

import io.siphon.job.config.BindAddress;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.jdbc.StoredMeasurements;
import io.siphon.schema.IpText;
import io.siphon.schema.Measurement;
import io.siphon.schema.Trace;
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
import io.siphon.udf.alert.baseline.Baselines;
import io.siphon.udf.decode.DecodePayloads;
import io.siphon.udf.decode.DecodeSettings;
import io.siphon.udf.gap.CaptureGapDecoder;
import io.siphon.udf.gap.KernelLossDecoder;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.qos.MeasureLate;
import io.siphon.udf.qos.Measured;
import io.siphon.udf.qos.SocketMeasurements;

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

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The job, on one screen. */
public final class Topology {

    /** With {@code hep.udp.queue} before it, what an outage of the brokers may take. */
    private static final long CAPTURE_BUFFER_BYTES = 64L << 20;

    private Topology() {}

    /** From the sockets to the stores. */
    public static void live(
            StreamExecutionEnvironment env, JobConfig config, List<Output> outputs) {
        define(
                packets(env, config, config.journalSettings()),
                StoredMeasurements.of(env, config, Clock.systemUTC()),
                false,
                config,
                outputs);
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
                new KafkaCluster(config.kafka().bootstrapServers(), config.kafka().properties());
        // no journal: there are no checkpoints to say from where to read it, and the topic is one
        packets(env, config, null)
                .transform(
                        "tell watermarks",
                        TypeInformation.of(HepPacket.class),
                        new EmbedWatermarks(name, partitions))
                .uid("tell_watermarks")
                .setParallelism(config.udp().sockets())
                // apart from the source, whose clock of silence stops while the brokers are
                // unavailable
                .startNewChain()
                .sinkTo(
                        KafkaSink.<HepPacket>builder()
                                .setBootstrapServers(kafka.bootstrapServers())
                                .setKafkaProducerConfig(kafka.producer(CAPTURE_BUFFER_BYTES))
                                .setRecordSerializer(new PacketSerializer(config.kafka().topic()))
                                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                                .build())
                .name("kafka " + config.kafka().topic())
                .uid("kafka_sink")
                .setParallelism(config.udp().sockets());
    }

    /**
     * From that topic to the stores.
     *
     * @param untilNow ends where the topic ends when the job begins
     */
    @SuppressWarnings("deprecation") // OffsetResetStrategy: Flink's connector asks for it
    public static void topic(
            StreamExecutionEnvironment env,
            boolean untilNow,
            JobConfig config,
            List<Output> outputs) {
        KafkaCluster kafka =
                new KafkaCluster(config.kafka().bootstrapServers(), config.kafka().properties());
        KafkaSourceBuilder<HepPacket> source =
                KafkaSource.<HepPacket>builder()
                        .setProperties(kafka.consumer())
                        .setBootstrapServers(kafka.bootstrapServers())
                        .setTopics(config.kafka().topic())
                        .setGroupId(config.kafka().groupId())
                        .setStartingOffsets(
                                OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                        .setDeserializer(
                                new PacketDeserializer(
                                        ClockWindow.of(
                                                config.hep().clockMaxBehind(),
                                                config.hep().clockMaxAhead())));
        if (untilNow) {
            source.setBounded(OffsetsInitializer.latest());
        }
        SingleOutputStreamOperator<HepPacket> records =
                env.fromSource(
                                source.build(),
                                TopicWatermarks.strategy(
                                        config.hep().outOfOrderness(),
                                        config.kafka().capturePatience()),
                                "kafka " + config.kafka().topic())
                        .uid("kafka_topic");
        define(
                records.filter(packet -> !WatermarkRecord.is(packet))
                        .uid("kafka_packets")
                        .setParallelism(records.getParallelism()),
                StoredMeasurements.of(env, config, Clock.systemUTC()),
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
                        .setReceiveBuffer((int) config.udp().receiveBuffer().getBytes())
                        .setQueue(config.udp().queueBytes(journal != null))
                        .setClockWindow(config.hep().clockMaxBehind(), config.hep().clockMaxAhead())
                        .setMaxAgents(config.hep().agentsMax())
                        .setJournal(journal)
                        .setTcp(config.tcpSettings())
                        .setSenders(config.senders().settings())
                        .build();
        return env.fromSource(
                        source,
                        LiveWatermarks.strategy(
                                config.hep().outOfOrderness(), config.udp().sockets() == 1),
                        "hep udp")
                .uid("hep_udp")
                .setParallelism(config.udp().sockets());
    }

    /** Traces, and by its side outputs all that payloads mean. */
    public static SingleOutputStreamOperator<Trace> decode(
            SingleOutputStreamOperator<HepPacket> packets, boolean offTheWire, JobConfig config) {
        return packets.process(
                        new DecodePayloads(
                                new DecodeSettings(
                                        headers(config),
                                        Trunks.of(config.sip().trunks()),
                                        config.hep().localAddresses().stream()
                                                .map(IpText::normalized)
                                                .collect(Collectors.toSet()),
                                        offTheWire,
                                        config.undecodable().maxRowsPerSource(),
                                        config.undecodable().maxRows())))
                .uid("decode")
                .name("decode")
                .setParallelism(packets.getParallelism());
    }

    private static List<String> headers(JobConfig config) {
        return Stream.concat(
                        config.sip().headers().stream(),
                        config.correlation().settings().headerNames().stream())
                .distinct()
                .toList();
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
                        .setClockWindow(config.hep().clockMaxBehind(), config.hep().clockMaxAhead())
                        .build();
        boolean piped = paths.contains(PcapSource.STANDARD_INPUT);
        define(
                env.fromSource(
                                source,
                                ArchiveWatermarks.strategy(config.hep().outOfOrderness(), piped),
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
                                ArchiveWatermarks.strategy(config.hep().outOfOrderness(), false),
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
        define(packets, null, offTheWire, config, outputs);
    }

    /**
     * @param past measurements that are learnt first; null for none
     */
    private static void define(
            SingleOutputStreamOperator<HepPacket> packets,
            @Nullable DataStream<Measurement> past,
            boolean offTheWire,
            JobConfig config,
            List<Output> outputs) {
        Tracked tracked = Tracked.of(decode(packets, offTheWire, config), offTheWire, config);
        Measured measured = tracked.measured(config);
        DataStream<Measurement> gaps =
                SocketMeasurements.ofGaps(
                        tracked.traces().getSideOutput(CaptureGapDecoder.GAPS),
                        tracked.traces().getParallelism());
        Baselines.Found unusual =
                Baselines.attach(measured.measurements(), gaps, past, config.baselines());
        JobStreams streams =
                new JobStreams(
                        tracked.traces(),
                        tracked.calls(),
                        tracked.legs().links(),
                        tracked.registrations(),
                        tracked.media(),
                        tracked.reported(),
                        measurements(tracked.traces(), measured, config).union(gaps),
                        tracked.alerts(unusual, config),
                        tracked.traces().getSideOutput(DecodePayloads.UNDECODABLE));
        outputs.forEach(output -> output.attach(streams, config));
    }

    /** Those of metrics, and those of what sockets and windows have missed. */
    private static DataStream<Measurement> measurements(
            SingleOutputStreamOperator<Trace> traces, Measured measured, JobConfig config) {
        return measured.measurements()
                .union(
                        SocketMeasurements.ofLosses(
                                traces.getSideOutput(KernelLossDecoder.LOSSES),
                                traces.getParallelism()),
                        MeasureLate.of(measured.late(), config.qos().settings()));
    }
}
