package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.time.Duration;
import java.util.Map;

/** {@code capture.name} and {@code kafka.*}: the topic between capture and analysis. */
public record KafkaSection(
        String captureName,
        String bootstrapServers,
        String topic,
        String groupId,
        Duration capturePatience,
        Map<String, String> properties)
        implements Section {

    public static final ConfigOption<String> CAPTURE_NAME =
            ConfigOptions.key("capture.name")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Name of this `siphon capture`, unique on the topic. Empty: the"
                                    + " host's name and the port it listens on.");

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            ConfigOptions.key("kafka.bootstrap-servers")
                    .stringType()
                    .defaultValue("127.0.0.1:9092")
                    .withDescription(
                            "Kafka brokers that `siphon capture` writes to and `siphon analyze` reads"
                                    + " from: `host:port,host:port`.");

    public static final ConfigOption<String> TOPIC =
            ConfigOptions.key("kafka.topic")
                    .stringType()
                    .defaultValue("hep")
                    .withDescription(
                            "Topic of HEP 3 datagrams; created with the brokers' defaults when"
                                    + " missing.");

    public static final ConfigOption<String> GROUP_ID =
            ConfigOptions.key("kafka.group-id")
                    .stringType()
                    .defaultValue("siphon")
                    .withDescription(
                            "Consumer group of `siphon analyze`. The checkpoints have its"
                                    + " position in the topic. The group's offsets follow it for"
                                    + " monitoring, and are the start without a checkpoint.");

    public static final ConfigOption<Duration> CAPTURE_PATIENCE =
            ConfigOptions.key("kafka.capture-patience")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription(
                            "How far one capture may fall behind the others before `siphon"
                                    + " analyze` continues without it, and how long it waits for an empty"
                                    + " partition. Messages after that are late: stored, and counted as"
                                    + " late.");

    public static final ConfigOption<Map<String, String>> PROPERTIES =
            ConfigOptions.key("kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Properties passed to Kafka's clients:"
                                    + " `kafka.properties.security.protocol: SASL_SSL`.");

    static KafkaSection from(Configuration configuration) {
        return new KafkaSection(
                configuration.get(CAPTURE_NAME),
                configuration.get(BOOTSTRAP_SERVERS),
                configuration.get(TOPIC),
                configuration.get(GROUP_ID),
                configuration.get(CAPTURE_PATIENCE),
                configuration.get(PROPERTIES));
    }
}
