package io.siphon.job.sink.kafka;

import io.siphon.schema.Table;
import io.siphon.schema.Uids;

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
    private final Uids uids;

    private transient JsonRows<T> json;

    JsonRecords(String topic, SerializableFunction<T, String> key, Table<T> table, Uids uids) {
        this.topic = topic;
        this.key = key;
        this.table = table;
        this.uids = uids;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            T row, @Nullable KafkaSinkContext context, @Nullable Long timestamp) {
        if (json == null) {
            json = new JsonRows<>(table.with(uids));
        }
        return new ProducerRecord<>(
                topic, key.apply(row).getBytes(StandardCharsets.UTF_8), json.json(row));
    }
}
