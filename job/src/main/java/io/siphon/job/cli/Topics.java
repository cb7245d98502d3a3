package io.siphon.job.cli;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.ErrorText;
import io.siphon.job.config.JobConfig;
import io.siphon.sources.kafka.KafkaCluster;

import org.apache.kafka.common.KafkaException;

import java.util.concurrent.ExecutionException;

/** Creates the topic between {@code capture} and {@code analyze} if it is missing. */
final class Topics {

    private Topics() {}

    /**
     * How many partitions it has.
     *
     * @throws ConfigurationException when the brokers do not answer, or refuse
     */
    static int prepare(JobConfig config) throws InterruptedException {
        KafkaCluster kafka =
                new KafkaCluster(config.kafka().bootstrapServers(), config.kafka().properties());
        try {
            return kafka.partitions(config.kafka().topic());
        } catch (ExecutionException | KafkaException e) {
            throw new ConfigurationException(
                    "kafka.bootstrap-servers: topic %s at %s cannot be used: %s"
                            .formatted(
                                    config.kafka().topic(),
                                    config.kafka().bootstrapServers(),
                                    ErrorText.root(e)),
                    e);
        }
    }
}
