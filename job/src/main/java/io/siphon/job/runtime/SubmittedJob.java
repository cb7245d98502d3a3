package io.siphon.job.runtime;

import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.job.config.KafkaSection;
import io.siphon.job.config.KafkaStoreSection;
import io.siphon.job.config.Settings;
import io.siphon.sources.Secret;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A job on a cluster: {@code main} was called by Flink, as {@code flink run} and the application
 * mode do, and the environment that Flink has made ready decides where the job runs.
 */
public final class SubmittedJob {

    private SubmittedJob() {}

    /** Whether Flink has called us. */
    public static boolean isOurs() {
        return !StreamExecutionEnvironment.areExplicitEnvironmentsAllowed();
    }

    /**
     * Submits, and waits for the end where Flink was asked to ({@code flink run} without {@code
     * -d}).
     *
     * @param overrides those of Flink among them win over the client's options
     */
    public static void execute(
            String name, Map<String, String> overrides, Consumer<StreamExecutionEnvironment> define)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        Map<String, String> flinks = new HashMap<>(overrides);
        flinks.keySet().removeIf(Settings::isOurs);
        env.configure(Configuration.fromMap(flinks));
        if (env.getConfiguration()
                .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                .isEmpty()) {
            System.out.println(
                    "warning    checkpoints are off: a failure loses state and rows; set "
                            + CheckpointingOptions.CHECKPOINTING_INTERVAL.key());
        }
        define.accept(env);
        env.execute(name);
    }

    /**
     * @throws ConfigurationException for each password that the job graph, or the command line of a
     *     cluster's processes, would have
     */
    public static void refuseSecrets(Configuration loaded, Map<String, String> overrides) {
        new TreeSet<>(overrides.keySet())
                .stream()
                        .filter(key -> Settings.isSecret(key) && !key.contains("kafka.properties"))
                        .forEach(
                                key -> {
                                    throw secret(key, key + "-file, or " + Secret.variable(key));
                                });
        JobConfig config = JobConfig.from(loaded);
        refuseSecrets(KafkaSection.PROPERTIES, config.kafka().properties());
        refuseSecrets(KafkaStoreSection.PROPERTIES, config.kafkaStore().properties());
    }

    private static void refuseSecrets(ConfigOption<?> option, Map<String, String> properties) {
        properties.forEach(
                (name, value) -> {
                    if (GlobalConfiguration.isSensitive(name) && !value.contains("${")) {
                        throw secret(option.key() + "." + name, "${file:PATH:KEY} (docs/kafka.md)");
                    }
                });
    }

    public static ConfigurationException secret(String key, String instead) {
        return new ConfigurationException(
                key
                        + ": a job on a cluster would carry the password to every process, and into"
                        + " files; expected "
                        + instead);
    }

    /** A cluster goes on by {@code flink run -s}, which says from where. */
    public static void refuseFresh(boolean fresh) {
        if (fresh) {
            throw new ConfigurationException("--fresh: not on a cluster; use flink run without -s");
        }
    }
}
