package io.siphon.sources.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * Where the brokers are and how to speak with them.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param properties of Kafka's clients: security and whatever else; they win over ours
 */
public record KafkaCluster(String bootstrapServers, Map<String, String> properties)
        implements Serializable {

    private static final int PATIENCE_MS = 10_000;
    private static final String PROVIDERS = "config.providers";

    /** Whether a value is taken from a file where it is used: {@code ${file:PATH:KEY}}. */
    private boolean namesFiles() {
        return properties.values().stream().anyMatch(value -> value.contains("${file:"));
    }

    /** Kafka's clients read such values themselves, with this provider configured. */
    private void addTo(Properties all) {
        if (namesFiles() && !properties.containsKey(PROVIDERS)) {
            all.setProperty(PROVIDERS, "file");
            all.setProperty(PROVIDERS + ".file.class", FileConfigProvider.class.getName());
        }
        all.putAll(properties);
    }

    /**
     * For a sink that waits for unavailable brokers as long as it takes, rather than giving up
     * records after two minutes: what is behind it waits too. Retries make no duplicates: Kafka's
     * producers are idempotent by default.
     *
     * @param bufferBytes of records that may wait for the brokers, before the sink itself waits
     */
    public Properties producer(long bufferBytes) {
        Properties all = new Properties();
        all.setProperty("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        all.setProperty("max.block.ms", Long.toString(Long.MAX_VALUE));
        all.setProperty("reconnect.backoff.max.ms", "1000");
        all.setProperty("buffer.memory", Long.toString(bufferBytes));
        all.setProperty("compression.type", "zstd");
        addTo(all);
        return all;
    }

    public Properties consumer() {
        Properties all = new Properties();
        all.setProperty("isolation.level", "read_committed");
        addTo(all);
        return all;
    }

    /**
     * How many partitions a topic has; one that is missing is created with the brokers' defaults.
     *
     * @throws ExecutionException when the brokers do not answer, or refuse
     */
    public int partitions(String topic) throws ExecutionException, InterruptedException {
        Properties all = new Properties();
        all.setProperty("default.api.timeout.ms", Integer.toString(PATIENCE_MS));
        all.setProperty("request.timeout.ms", Integer.toString(PATIENCE_MS));
        addTo(all);
        all.setProperty("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(all)) {
            try {
                return partitions(admin, topic);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            return create(admin, topic);
        }
    }

    private static int partitions(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }

    private static int create(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        NewTopic wanted = new NewTopic(topic, Optional.empty(), Optional.empty());
        try {
            return admin.createTopics(List.of(wanted)).numPartitions(topic).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return partitions(admin, topic); // another capture was quicker
            }
            throw e;
        }
    }
}
