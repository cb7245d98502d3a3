package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;
import io.siphon.sources.kafka.KafkaCluster;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A Kafka broker that is its own KRaft controller, on a free port, as a process. */
public final class KafkaBroker implements AutoCloseable {

    private final ServerProcess server = new ServerProcess("kafka", "root");
    private final int port = ServerProcess.freePort();
    private final int controller = ServerProcess.freePort();
    private final List<String> java =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx384m",
                    SiphonCommand.SHORT_LIVED,
                    "-cp",
                    System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path")));

    private KafkaBroker() {}

    /** Starts an empty one. */
    public static KafkaBroker started() {
        KafkaBroker broker = new KafkaBroker();
        try {
            broker.format();
            broker.start();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Starts it again after {@link #kill}; returns when it serves. */
    public void start() {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("kafka.Kafka", properties().toString()));
        server.start(
                command,
                () -> {
                    try (Admin admin = admin()) {
                        admin.describeCluster().nodes().get();
                    }
                });
    }

    /** As a power cut does. */
    public void kill() {
        server.stop("KILL");
    }

    public void createTopic(String name, int partitions) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
            new KafkaCluster(bootstrapServers(), Map.of()).partitions(name);
        } catch (Exception e) {
            throw new AssertionError(server.tail(), e);
        }
    }

    /** All records of a topic, partition by partition. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                while (consumer.position(partition) < ends.get(partition)) {
                    consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                }
            }
        }
        return records;
    }

    @Override
    public void close() {
        server.close();
    }

    private Admin admin() {
        return Admin.create(
                Map.of(
                        "bootstrap.servers", bootstrapServers(),
                        "request.timeout.ms", "2000",
                        "default.api.timeout.ms", "5000"));
    }

    private void format() {
        String listeners =
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller;
        try {
            Files.writeString(
                    properties(),
                    String.join(
                            "\n",
                            "process.roles=broker,controller",
                            "node.id=1",
                            "controller.quorum.bootstrap.servers=127.0.0.1:" + controller,
                            "listeners=" + listeners,
                            "advertised.listeners=" + listeners,
                            "controller.listener.names=CONTROLLER",
                            "log.dirs=" + server.folder().resolve("log"),
                            "num.partitions=2",
                            "offsets.topic.num.partitions=1",
                            "offsets.topic.replication.factor=1",
                            "transaction.state.log.replication.factor=1",
                            "transaction.state.log.min.isr=1",
                            "log.retention.ms=-1", // captures of long ago, with their times
                            "group.initial.rebalance.delay.ms=0",
                            // a broker that was killed is not waited for: it is the only one
                            "broker.session.timeout.ms=3000"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(java);
        command.addAll(
                List.of(
                        "kafka.tools.StorageTool",
                        "format",
                        "--standalone",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        properties().toString()));
        server.run(command.toArray(String[]::new));
    }

    private Path properties() {
        return server.folder().resolve("server.properties");
    }
}
