package io.siphon.job.sink.kafka;

import io.siphon.job.sink.JsonRows;
import io.siphon.schema.Table;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;

import org.apache.kafka.clients.producer.ProducerRecord;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

/** Rows as records: a key that keeps those of one thing in order, and JSON. */
final class JsonRecords<T> implements KafkaRecordSerializationSchema<T> {

    private static final long serialVersionUID = 1;

    private final String topic;
    private final SerializableFunction<T, String> key;
    private final Table<T> table;

    private transient JsonRows<T> json;

    JsonRecords(String topic, SerializableFunction<T, String> key, Table<T> table) {
        this.topic = topic;
        this.key = key;
        this.table = table;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            T row, @Nullable KafkaSinkContext context, @Nullable Long timestamp) {
        if (json == null) {
            json = new JsonRows<>(table);
        }
        return new ProducerRecord<>(
                topic, key.apply(row).getBytes(StandardCharsets.UTF_8), json.json(row));
    }
}
