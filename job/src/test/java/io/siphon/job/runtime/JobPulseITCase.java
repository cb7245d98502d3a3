package io.siphon.job.runtime;

import io.siphon.job.testutils.Await;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Of a job in a Flink of this JVM, which dies as of a fatal error. */
@Timeout(600)
class JobPulseITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void withoutATaskManagerItIsOver() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, 0);
        configuration.setString("restart-strategy.type", "exponential-delay");
        configuration.setString(
                "metrics.reporter.siphon.factory.class", JobMetrics.Factory.class.getName());
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.fromSequence(1, Long.MAX_VALUE).sinkTo(new DiscardingSink<>());
        JobClient job = env.executeAsync("endless");
        try (MiniCluster flink = clusterOf(job)) {
            JobPulse pulse = new JobPulse(job);
            Await.until(
                    "TaskManagers",
                    PATIENCE,
                    () -> JobMetrics.sum("numRegisteredTaskManagers"),
                    registered -> registered == 1);
            assertThat(pulse.doom()).isNull();

            flink.terminateTaskManager(0);
            assertThat(Await.until("its end", PATIENCE, pulse::doom, Objects::nonNull))
                    .isEqualTo("Flink's TaskManager has died; the log has the cause");
        }
    }

    /** Flink shows it to nobody. */
    private static MiniCluster clusterOf(JobClient job) throws Exception {
        Field cluster = job.getClass().getDeclaredField("miniCluster");
        cluster.setAccessible(true);
        return (MiniCluster) cluster.get(job);
    }
}
