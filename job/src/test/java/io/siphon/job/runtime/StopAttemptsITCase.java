package io.siphon.job.runtime;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** That Flink answers as {@link StopAttempts} expects. */
@Timeout(600)
class StopAttemptsITCase {

    private static final CountDownLatch OPENS = new CountDownLatch(1);
    private static final CountDownLatch MAY_RUN = new CountDownLatch(1);

    @Test
    void aJobIsStoppedBeforeItsTasksRun(@TempDir Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, 0);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.fromSequence(1, Long.MAX_VALUE)
                .map(new SlowStart())
                .returns(Long.class)
                .sinkTo(new DiscardingSink<>());
        JobClient job = env.executeAsync("slow");
        assertThat(OPENS.await(90, TimeUnit.SECONDS)).isTrue();
        AtomicInteger asked = new AtomicInteger();

        String savepoint =
                new StopAttempts(
                                () -> {
                                    if (asked.incrementAndGet() == 2) {
                                        MAY_RUN.countDown();
                                    }
                                    return job.stopWithSavepoint(
                                            false,
                                            folder.toUri().toString(),
                                            SavepointFormatType.NATIVE);
                                })
                        .begin()
                        .get(90, TimeUnit.SECONDS);

        assertThat(savepoint).startsWith("file:");
        assertThat(asked.get()).isGreaterThan(1);
        job.getJobExecutionResult().get(90, TimeUnit.SECONDS);
    }

    private static final class SlowStart extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) throws Exception {
            OPENS.countDown();
            MAY_RUN.await();
        }

        @Override
        public Long map(Long value) {
            return value;
        }
    }
}
