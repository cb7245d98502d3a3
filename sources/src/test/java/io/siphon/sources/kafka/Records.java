package io.siphon.sources.kafka;

import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A topic without a broker: what is written is what is read. */
final class Records {

    static final String TOPIC = "hep";

    /** The captures are years old. */
    static final ClockWindow WINDOW =
            ClockWindow.of(Duration.ofDays(36_500), Duration.ofMinutes(1));

    private final PacketSerializer serializer = new PacketSerializer(TOPIC);
    private final PacketDeserializer deserializer = new PacketDeserializer(WINDOW);

    Records() {
        deserializer.open(new Context());
    }

    ProducerRecord<byte[], byte[]> write(HepPacket packet) {
        return serializer.serialize(packet, null, null);
    }

    HepPacket read(ProducerRecord<byte[], byte[]> record) {
        return read(record.timestamp(), record.key(), record.value(), record.headers());
    }

    HepPacket read(long timestampMs, byte[] key, byte[] value, Headers headers) {
        List<HepPacket> packets = new ArrayList<>();
        deserializer.deserialize(
                new ConsumerRecord<>(
                        TOPIC,
                        0,
                        0,
                        timestampMs,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        key,
                        value,
                        headers,
                        Optional.empty()),
                new org.apache.flink.api.common.functions.util.ListCollector<>(packets));
        return packets.get(0);
    }

    /** Equal in every component, bytes included. */
    static boolean same(HepPacket one, HepPacket other) {
        return Arrays.equals(one.payload(), other.payload())
                && Arrays.equals(one.chunks(), other.chunks())
                && Objects.equals(withoutBytes(one), withoutBytes(other));
    }

    private static HepPacket withoutBytes(HepPacket p) {
        return new HepPacket(
                p.timeMicros(),
                p.receivedMicros(),
                p.version(),
                p.transport(),
                p.sourceIp(),
                p.sourcePort(),
                p.destinationIp(),
                p.destinationPort(),
                p.agent(),
                p.node(),
                p.protocol(),
                p.correlationId(),
                p.direction(),
                null,
                null,
                p.error(),
                p.clockOffsetMicros(),
                p.lateMicros());
    }

    private static final class Context implements InitializationContext {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(Records.class.getClassLoader());
        }
    }
}
