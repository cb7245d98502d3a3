package io.siphon.job.sink.kafka;

import io.siphon.job.ConfigurationException;
import io.siphon.job.ErrorText;
import io.siphon.job.JobConfig;
import io.siphon.job.sink.Output;
import io.siphon.job.sink.Streams;
import io.siphon.job.sink.jdbc.JsonRows;
import io.siphon.sources.kafka.KafkaCluster;
import io.siphon.udf.payload.Uids;

import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.flink.util.function.SerializableSupplier;

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

    private static final String CALLS = "calls";
    private static final String REGISTRATIONS = "registrations";
    private static final String STREAMS = "streams";
    private static final String REPORTED_STREAMS = "reported_streams";
    private static final String MEASUREMENTS = "measurements";
    private static final String ALERTS = "alerts";

    private static final List<String> ALL =
            List.of(CALLS, REGISTRATIONS, STREAMS, REPORTED_STREAMS, MEASUREMENTS, ALERTS);

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public boolean enabled(JobConfig config) {
        return config.storeKafkaBootstrapServers() != null;
    }

    @Override
    public void prepare(JobConfig config) {
        for (String rows : ALL) {
            try {
                cluster(config).partitions(config.storeKafkaTopicPrefix() + rows);
            } catch (ExecutionException | KafkaException e) {
                throw new ConfigurationException(
                        "store.kafka.bootstrap-servers: topic %s at %s cannot be used: %s"
                                .formatted(
                                        config.storeKafkaTopicPrefix() + rows,
                                        config.storeKafkaBootstrapServers(),
                                        ErrorText.root(e)),
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void attach(Streams streams, JobConfig config) {
        Uids uids = config.uids();
        attach(streams.calls(), CALLS, call -> call.callId(), () -> JsonRows.ofCalls(uids), config);
        attach(
                streams.registrations(),
                REGISTRATIONS,
                registration -> registration.aor(),
                () -> JsonRows.ofRegistrations(uids),
                config);
        attach(
                streams.media(),
                STREAMS,
                stream -> stream.callId(),
                () -> JsonRows.ofStreams(uids),
                config);
        attach(
                streams.reported(),
                REPORTED_STREAMS,
                stream -> stream.callId(),
                () -> JsonRows.ofReportedStreams(uids),
                config);
        attach(
                streams.measurements(),
                MEASUREMENTS,
                measurement -> measurement.name() + " " + measurement.tagLine(),
                () -> JsonRows.ofMeasurements(uids),
                config);
        attach(
                streams.alerts(),
                ALERTS,
                alert -> alert.detector() + " " + alert.subject(),
                () -> JsonRows.ofAlerts(uids),
                config);
    }

    /** At the stream's own parallelism, so that changes of one key stay in order. */
    private static <T> void attach(
            DataStream<T> rows,
            String what,
            SerializableFunction<T, String> key,
            SerializableSupplier<JsonRows<T>> json,
            JobConfig config) {
        KafkaCluster kafka = cluster(config);
        rows.sinkTo(
                        KafkaSink.<T>builder()
                                .setBootstrapServers(kafka.bootstrapServers())
                                .setKafkaProducerConfig(kafka.producer(BUFFER_BYTES))
                                .setRecordSerializer(
                                        new JsonRecords<>(
                                                config.storeKafkaTopicPrefix() + what, key, json))
                                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                                .build())
                .setParallelism(rows.getParallelism())
                .name("kafka " + what)
                .uid("kafka-" + what);
    }

    @Override
    public String describe(JobConfig config) {
        return "calls, measurements and alerts in topics %s… of Kafka at %s"
                .formatted(config.storeKafkaTopicPrefix(), config.storeKafkaBootstrapServers());
    }

    private static KafkaCluster cluster(JobConfig config) {
        return new KafkaCluster(config.storeKafkaBootstrapServers(), config.storeKafkaProperties());
    }
}
