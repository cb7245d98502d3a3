package io.siphon.sources.kafka;

import org.junit.jupiter.api.Test;

import java.util.Map;

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
}
