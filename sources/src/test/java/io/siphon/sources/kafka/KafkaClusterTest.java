package io.siphon.sources.kafka;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaClusterTest {

    @Test
    void aProducerWaitsForBrokersThatAreAway() {
        assertThat(new KafkaCluster("kafka:9092", Map.of()).producer(1 << 20))
                .containsEntry("max.block.ms", "9223372036854775807")
                .containsEntry("delivery.timeout.ms", "2147483647")
                .containsEntry("buffer.memory", "1048576");
    }

    @Test
    void propertiesGivenWin() {
        KafkaCluster cluster =
                new KafkaCluster(
                        "kafka:9092",
                        Map.of("compression.type", "lz4", "isolation.level", "read_uncommitted"));
        assertThat(cluster.producer(1)).containsEntry("compression.type", "lz4");
        assertThat(cluster.consumer()).containsEntry("isolation.level", "read_uncommitted");
    }

    @Test
    void aPasswordIsReadFromItsFileByKafkasClient(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "password=hush\n");
        KafkaCluster kafka =
                new KafkaCluster(
                        "localhost:9092",
                        Map.of("ssl.key.password", "${file:" + file + ":password}"));

        Properties properties = kafka.consumer();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());

        assertThat(properties.toString()).doesNotContain("hush");
        assertThat(new AdminClientConfig(properties).getPassword("ssl.key.password").value())
                .isEqualTo("hush");
    }

    @Test
    void providersOfTheUserStay() {
        KafkaCluster kafka =
                new KafkaCluster(
                        "localhost:9092", Map.of("x", "${file:a:b}", "config.providers", "env"));

        assertThat(kafka.consumer()).containsEntry("config.providers", "env");
        assertThat(new KafkaCluster("localhost:9092", Map.of("x", "y")).consumer())
                .doesNotContainKey("config.providers");
    }
}
