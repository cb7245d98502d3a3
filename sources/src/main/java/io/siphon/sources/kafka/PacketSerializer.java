package io.siphon.sources.kafka;

import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Makes records of packets. The value is a HEP 3 datagram, whatever version the packet came in; the
 * headers say what HEP 3 has no chunk for, so that {@link PacketDeserializer} gives the very same
 * packet back, but for its sender's key: a topic has other readers. One that no datagram of 64 kB
 * can hold, even compressed, keeps its bytes and its headers, and an error says so.
 */
public final class PacketSerializer implements KafkaRecordSerializationSchema<HepPacket> {

    private static final long serialVersionUID = 1;

    private static final int HEP3 = 3;

    private final String topic;

    private transient HepEncoder plain;
    private transient HepEncoder compressing;

    public PacketSerializer(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            HepPacket packet, KafkaSinkContext context, @Nullable Long timestamp) {
        if (WatermarkRecord.is(packet)) {
            return mark(packet);
        }
        return packet.protocol() == HepProtocol.KERNEL_LOSS ? loss(packet) : record(packet);
    }

    /** To other tools it says nothing, as a mark. */
    private ProducerRecord<byte[], byte[]> loss(HepPacket loss) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        null,
                        loss.timeMicros() / 1000,
                        null,
                        encode(WatermarkRecord.greeting(loss)));
        RecordHeaders.put(
                record.headers(),
                RecordHeaders.LOSS,
                new String(loss.payload(), StandardCharsets.US_ASCII));
        RecordHeaders.put(record.headers(), RecordHeaders.NODE, loss.node());
        return record;
    }

    private ProducerRecord<byte[], byte[]> mark(HepPacket mark) {
        long ms = mark.timeMicros() / 1000;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        WatermarkRecord.partition(mark),
                        ms,
                        null,
                        encode(WatermarkRecord.greeting(mark)));
        RecordHeaders.put(record.headers(), RecordHeaders.WATERMARK, Long.toString(ms));
        RecordHeaders.put(record.headers(), RecordHeaders.NODE, mark.node());
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(HepPacket packet) {
        byte[] datagram = encode(packet.withoutAuthKey());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        null,
                        packet.receivedMicros() / 1000,
                        RecordKey.of(packet),
                        datagram == null ? packet.payload() : datagram);
        Headers headers = record.headers();
        RecordHeaders.put(headers, RecordHeaders.RECEIVED, "" + packet.receivedMicros());
        RecordHeaders.put(headers, RecordHeaders.AGENT, packet.agent());
        RecordHeaders.put(headers, RecordHeaders.NODE, packet.node());
        RecordHeaders.put(headers, RecordHeaders.DIRECTION, packet.direction());
        if (packet.version() != HEP3) {
            RecordHeaders.put(headers, RecordHeaders.VERSION, "" + packet.version());
        }
        if (packet.clockOffsetMicros() != 0) {
            RecordHeaders.put(headers, RecordHeaders.CLOCK_OFFSET, "" + packet.clockOffsetMicros());
        }
        if (packet.lateMicros() != 0) {
            RecordHeaders.put(headers, RecordHeaders.LATE, "" + packet.lateMicros());
        }
        RecordHeaders.put(headers, RecordHeaders.ERROR, packet.error());
        if (datagram == null) {
            RecordHeaders.put(headers, RecordHeaders.VALUE, RecordHeaders.RAW);
        }
        return record;
    }

    /** Null where no HEP 3 datagram can hold it. */
    private @Nullable byte[] encode(HepPacket packet) {
        if (plain == null) {
            plain = new HepEncoder();
            compressing = new HepEncoder(true);
        }
        try {
            return plain.encode(packet, HEP3);
        } catch (IllegalArgumentException tooLong) {
            try {
                return compressing.encode(packet, HEP3);
            } catch (IllegalArgumentException stillTooLong) {
                return null;
            }
        }
    }
}
