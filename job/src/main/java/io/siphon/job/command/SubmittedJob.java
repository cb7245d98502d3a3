package io.siphon.job.command;

import io.siphon.job.ConfigurationException;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.Map;
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
    static void execute(
            String name, Map<String, String> overrides, Consumer<StreamExecutionEnvironment> define)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.configure(Configuration.fromMap(overrides));
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

    /** A cluster goes on by {@code flink run -s}, which says from where. */
    static void refuseFresh(boolean fresh) {
        if (fresh) {
            throw new ConfigurationException(
                    "--fresh: not on a cluster; flink run without -s begins anew");
        }
    }
}
