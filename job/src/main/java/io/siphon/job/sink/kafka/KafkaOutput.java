package io.siphon.job.sink.kafka;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.config.JobConfig;
import io.siphon.job.sink.JobStreams;
import io.siphon.job.sink.Output;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.sources.kafka.KafkaCluster;

import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.function.SerializableFunction;

import org.apache.kafka.common.KafkaException;

import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Calls, registrations, streams, measurements and alerts as JSON in Kafka topics, at least once:
 * after a failure the rows since the last checkpoint come again. A later row of the same key and
 * time replaces an earlier one, as in the tables.
 */
public final class KafkaOutput implements Output {

    private static final long BUFFER_BYTES = 16L << 20;

    private static final List<Table<?>> ALL =
            List.of(
                    Tables.CALLS,
                    Tables.CALL_LINKS,
                    Tables.REGISTRATIONS,
                    Tables.STREAMS,
                    Tables.REPORTED_STREAMS,
                    Tables.MEASUREMENTS,
                    Tables.ALERTS);

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public boolean enabled(JobConfig config) {
        return config.kafkaStore().bootstrapServers() != null;
    }

    @Override
    public void prepare(JobConfig config) {
        for (Table<?> table : ALL) {
            try {
                cluster(config).partitions(topic(table, config));
            } catch (ExecutionException | KafkaException e) {
                throw new ConfigurationException(
                        "store.kafka.bootstrap-servers: topic %s at %s cannot be used: %s"
                                .formatted(
                                        topic(table, config),
                                        config.kafkaStore().bootstrapServers(),
                                        ErrorText.root(e)),
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void attach(JobStreams streams, JobConfig config) {
        attach(streams.calls(), Tables.CALLS, call -> call.callId(), config);
        attach(streams.links(), Tables.CALL_LINKS, link -> link.firstCallId(), config);
        attach(
                streams.registrations(),
                Tables.REGISTRATIONS,
                registration -> registration.aor(),
                config);
        attach(streams.media(), Tables.STREAMS, stream -> stream.callId(), config);
        attach(streams.reported(), Tables.REPORTED_STREAMS, stream -> stream.callId(), config);
        attach(
                streams.measurements(),
                Tables.MEASUREMENTS,
                measurement -> measurement.name() + " " + measurement.tagLine(),
                config);
        attach(
                streams.alerts(),
                Tables.ALERTS,
                alert -> alert.detector() + " " + alert.subject(),
                config);
    }

    /** At the stream's own parallelism, so that changes of one key stay in order. */
    private static <T> void attach(
            DataStream<T> rows,
            Table<T> table,
            SerializableFunction<T, String> key,
            JobConfig config) {
        KafkaCluster kafka = cluster(config);
        rows.sinkTo(
                        KafkaSink.<T>builder()
                                .setBootstrapServers(kafka.bootstrapServers())
                                .setKafkaProducerConfig(kafka.producer(BUFFER_BYTES))
                                .setRecordSerializer(
                                        new JsonRecords<>(
                                                topic(table, config),
                                                key,
                                                table.with(config.uids())))
                                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                                .build())
                .setParallelism(rows.getParallelism())
                .name("kafka " + table.name())
                .uid("kafka-" + table.name());
    }

    @Override
    public String describe(JobConfig config) {
        return "calls, measurements and alerts in topics %s… of Kafka at %s"
                .formatted(
                        config.kafkaStore().topicPrefix(), config.kafkaStore().bootstrapServers());
    }

    private static String topic(Table<?> table, JobConfig config) {
        return config.kafkaStore().topicPrefix() + table.name();
    }

    private static KafkaCluster cluster(JobConfig config) {
        return new KafkaCluster(
                config.kafkaStore().bootstrapServers(), config.kafkaStore().properties());
    }
}
