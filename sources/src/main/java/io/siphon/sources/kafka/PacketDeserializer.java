package io.siphon.sources.kafka;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.KernelLoss;
import io.siphon.sources.clock.AgentClocks;
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

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Makes packets of records: of those that {@link PacketSerializer} wrote, the packets as they were;
 * of records without its headers, which any tool may have written, what the value says by itself:
 * HEP of all versions and plain SIP, received when the record says that it was created. A value
 * that is none of these, or has headers that mean nothing, becomes a packet with its {@link
 * HepPacket#error}.
 */
public final class PacketDeserializer implements KafkaRecordDeserializationSchema<HepPacket> {

    private static final long serialVersionUID = 1;

    private static final byte[] NO_BYTES = {};

    /** A scope may follow: {@code fe80::1%eth0}. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{0,45}(%\\w{1,16})?");

    private static final Pattern DIRECTION = Pattern.compile("in|out");
    private static final Pattern VALUE = Pattern.compile(RecordHeaders.RAW);

    /** A reason, then what was met. */
    private static final Pattern ERROR = Pattern.compile("[a-z0-9-]{1,32}(: (?s:.){0,1000})?");

    private static final int LAST_VERSION = 3;

    /** A hundred years: what is off by more is nobody's clock, µs. */
    private static final long MOST_OFF = 3_155_760_000_000_000L;

    /** After receipt, µs: what {@code hep.clock.max-ahead} may be set to, and more. */
    private static final long MOST_AHEAD = 86_400_000_000L;

    /** Whose clocks are followed in a topic that others write. */
    private static final int MAX_AGENTS = 1_000;

    private final ClockWindow window;

    private transient HepDecoder decoder;
    private transient AgentClocks clocks;
    private transient Collector<HepPacket> collector;
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
        clocks =
                AgentClocks.holdingNothing(
                        MAX_AGENTS, (packet, datagramBytes) -> collector.collect(packet));
        records = context.getMetricGroup().counter("recordsRead");
        marks = context.getMetricGroup().counter("marksRead");
        undecodable = context.getMetricGroup().counter("undecodable");
        context.getMetricGroup().gauge("topicReaders", () -> 1);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<HepPacket> out) {
        HepPacket packet = packetOrKeep(record);
        if (WatermarkRecord.is(packet)) {
            marks.inc();
        } else if (!HepProtocol.isOfSiphon(packet.protocol())) {
            records.inc();
            if (packet.error() != null) {
                undecodable.inc();
            }
        }
        if (RecordHeaders.bytes(record.headers(), RecordHeaders.AGENT) == null) {
            collector = out;
            clocks.accept(packet, 0);
        } else {
            out.collect(packet); // as the capture has corrected it
        }
    }

    private HepPacket packetOrKeep(ConsumerRecord<byte[], byte[]> record) {
        try {
            HepPacket mark = mark(record);
            return mark == null ? packet(record) : mark;
        } catch (MalformedHeaderException e) {
            return raw(
                    value(record),
                    record.headers(),
                    HepPeer.of(""),
                    created(record),
                    e.getMessage());
        }
    }

    /** The watermark of a capture; null when the record is a packet. */
    private static @Nullable HepPacket mark(ConsumerRecord<byte[], byte[]> record)
            throws MalformedHeaderException {
        Headers headers = record.headers();
        String node = RecordHeaders.text(headers, RecordHeaders.NODE);
        long mark =
                RecordHeaders.number(
                        headers, RecordHeaders.WATERMARK, RecordHeaders.LAST_MICROS / 1000, -1);
        if (mark >= 0 && node != null) {
            return WatermarkRecord.of(node, mark, 0);
        }
        byte[] loss = RecordHeaders.bytes(headers, RecordHeaders.LOSS);
        if (node == null || loss == null) {
            return null;
        }
        if (!KernelLoss.is(loss)) {
            throw new MalformedHeaderException(
                    RecordHeaders.LOSS,
                    new String(loss, StandardCharsets.UTF_8),
                    "a capture's report of its kernel's drops");
        }
        return KernelLoss.of(loss, node).packet();
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? NO_BYTES : record.value();
    }

    /** Epoch µs; a record may lack it. */
    private static long created(ConsumerRecord<byte[], byte[]> record) {
        long ms = record.timestamp();
        return ms < 0 || ms > RecordHeaders.LAST_MICROS / 1000 ? EpochMicros.now() : ms * 1000;
    }

    private HepPacket packet(ConsumerRecord<byte[], byte[]> record)
            throws MalformedHeaderException {
        Headers headers = record.headers();
        byte[] value = value(record);
        String agent = RecordHeaders.text(headers, RecordHeaders.AGENT, ADDRESS);
        HepPeer peer = HepPeer.of(agent == null ? "" : agent);
        long received =
                RecordHeaders.number(
                        headers,
                        RecordHeaders.RECEIVED,
                        RecordHeaders.LAST_MICROS,
                        created(record));
        String error = RecordHeaders.text(headers, RecordHeaders.ERROR, ERROR);
        if (RecordHeaders.text(headers, RecordHeaders.VALUE, VALUE) != null) {
            return raw(value, headers, peer, received, error);
        }
        HepPacket packet = decoder.decodeOrKeep(value, 0, value.length, peer, received);
        return agent == null || packet.error() != null
                ? packet
                : asReceived(packet, headers, error);
    }

    /** With what HEP 3 could not say. */
    private static HepPacket asReceived(HepPacket packet, Headers headers, @Nullable String error)
            throws MalformedHeaderException {
        long offset = RecordHeaders.signed(headers, RecordHeaders.CLOCK_OFFSET, MOST_OFF);
        long waited = packet.receivedMicros() - packet.timeMicros() + offset;
        if (waited < -MOST_AHEAD) {
            throw new MalformedHeaderException(
                    RecordHeaders.CLOCK_OFFSET, "" + offset, "a time before receipt");
        }
        long late = RecordHeaders.number(headers, RecordHeaders.LATE, MOST_OFF, 0);
        return new HepPacket(
                packet.timeMicros(),
                packet.receivedMicros(),
                (int)
                        RecordHeaders.number(
                                headers, RecordHeaders.VERSION, LAST_VERSION, packet.version()),
                packet.transport(),
                packet.sourceIp(),
                packet.sourcePort(),
                packet.destinationIp(),
                packet.destinationPort(),
                packet.agent(),
                packet.node(),
                packet.protocol(),
                packet.correlationId(),
                RecordHeaders.text(headers, RecordHeaders.DIRECTION, DIRECTION),
                packet.payload(),
                packet.chunks(),
                error,
                offset,
                Math.min(late, Math.max(0, waited)));
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
