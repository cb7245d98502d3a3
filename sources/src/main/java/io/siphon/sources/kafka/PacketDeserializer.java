package io.siphon.sources.kafka;

import io.siphon.sources.KernelLoss;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

import javax.annotation.Nullable;

/**
 * Makes packets of records: of those that {@link PacketSerializer} wrote, the packets as they were;
 * of records without its headers, which any tool may have written, what the value says by itself:
 * HEP of all versions and plain SIP, received when the record says that it was created. A value
 * that is none of these becomes a packet with its {@link HepPacket#error}.
 */
public final class PacketDeserializer implements KafkaRecordDeserializationSchema<HepPacket> {

    private static final long serialVersionUID = 1;

    private static final byte[] NO_BYTES = {};

    private final ClockWindow window;

    private transient HepDecoder decoder;
    private transient Counter records;
    private transient Counter marks;
    private transient Counter undecodable;

    /**
     * @param window see {@link ClockWindow}: of agents' clocks, against the time of receipt
     */
    public PacketDeserializer(ClockWindow window) {
        this.window = window;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder = new HepDecoder(window);
        records = context.getMetricGroup().counter("recordsRead");
        marks = context.getMetricGroup().counter("marksRead");
        undecodable = context.getMetricGroup().counter("undecodable");
        context.getMetricGroup().gauge("topicReaders", () -> 1);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<HepPacket> out) {
        String node = RecordHeaders.text(record.headers(), RecordHeaders.NODE);
        long mark = RecordHeaders.number(record.headers(), RecordHeaders.WATERMARK, -1);
        if (mark >= 0 && node != null) {
            marks.inc();
            out.collect(CaptureMark.of(node, mark, 0));
            return;
        }
        byte[] loss = RecordHeaders.bytes(record.headers(), RecordHeaders.LOSS);
        if (node != null && loss != null && KernelLoss.is(loss)) {
            out.collect(KernelLoss.of(loss, node).packet());
            return;
        }
        records.inc();
        HepPacket packet = packet(record);
        if (packet.error() != null) {
            undecodable.inc();
        }
        out.collect(packet);
    }

    private HepPacket packet(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        byte[] value = record.value() == null ? NO_BYTES : record.value();
        String agent = RecordHeaders.text(headers, RecordHeaders.AGENT);
        HepPeer peer = HepPeer.of(agent == null ? "" : agent);
        long received =
                RecordHeaders.number(headers, RecordHeaders.RECEIVED, record.timestamp() * 1000);
        String error = RecordHeaders.text(headers, RecordHeaders.ERROR);
        if (RecordHeaders.RAW.equals(RecordHeaders.text(headers, RecordHeaders.VALUE))) {
            return raw(value, headers, peer, received, error);
        }
        HepPacket packet = decoder.decodeOrKeep(value, 0, value.length, peer, received);
        return agent == null || packet.error() != null
                ? packet
                : asReceived(packet, headers, error);
    }

    /** With what HEP 3 could not say. */
    private static HepPacket asReceived(HepPacket packet, Headers headers, @Nullable String error) {
        return new HepPacket(
                packet.timeMicros(),
                packet.receivedMicros(),
                (int) RecordHeaders.number(headers, RecordHeaders.VERSION, packet.version()),
                packet.transport(),
                packet.sourceIp(),
                packet.sourcePort(),
                packet.destinationIp(),
                packet.destinationPort(),
                packet.agent(),
                packet.node(),
                packet.protocol(),
                packet.correlationId(),
                RecordHeaders.text(headers, RecordHeaders.DIRECTION),
                packet.payload(),
                packet.chunks(),
                error);
    }

    private static HepPacket raw(
            byte[] value, Headers headers, HepPeer peer, long received, @Nullable String error) {
        String node = RecordHeaders.text(headers, RecordHeaders.NODE);
        return new HepPacket(
                received,
                received,
                0,
                0,
                peer.agentIp(),
                peer.agentPort(),
                peer.localIp(),
                peer.localPort(),
                peer.agentIp(),
                node == null ? peer.agentIp() : node,
                HepProtocol.NONE,
                null,
                null,
                value,
                null,
                error == null
                        ? "too-large: " + value.length + " bytes, expected what HEP 3 can hold"
                        : error);
    }

    @Override
    public TypeInformation<HepPacket> getProducedType() {
        return TypeInformation.of(HepPacket.class);
    }
}
