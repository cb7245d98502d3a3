package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import javax.annotation.Nullable;

import java.util.Map;

/** {@code store.kafka.*}: rows as JSON in Kafka. */
public record KafkaStoreSection(
        @Nullable String bootstrapServers, String topicPrefix, Map<String, String> properties)
        implements Section {

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            ConfigOptions.key("store.kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Kafka brokers to send calls, registrations, streams, measurements"
                                    + " and alerts to, as JSON: `host:port,host:port`. When not set,"
                                    + " nothing is sent.");

    public static final ConfigOption<String> TOPIC_PREFIX =
            ConfigOptions.key("store.kafka.topic-prefix")
                    .stringType()
                    .defaultValue("siphon.")
                    .withDescription(
                            "Prefix of the topics' names. Topics are created with the brokers'"
                                    + " defaults when missing.");

    public static final ConfigOption<Map<String, String>> PROPERTIES =
            ConfigOptions.key("store.kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription("Properties passed to Kafka's producer.");

    static KafkaStoreSection from(Configuration configuration) {
        return new KafkaStoreSection(
                configuration.get(BOOTSTRAP_SERVERS),
                configuration.get(TOPIC_PREFIX),
                configuration.get(PROPERTIES));
    }
}
