package io.siphon.job.runtime;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class JobPulseTest {

    private final FakeJob job = new FakeJob();
    private long taskManagers = 1;
    private long seconds = 100;
    private final JobPulse pulse =
            new JobPulse(job, () -> taskManagers, () -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void aJobThatRunsOrIsRestartedLives() {
        for (JobStatus status : new JobStatus[] {JobStatus.RUNNING, JobStatus.RESTARTING}) {
            job.status = CompletableFuture.completedFuture(status);
            assertThat(after(1000)).isNull();
        }
    }

    @Test
    void withoutATaskManagerItIsOver() {
        taskManagers = 0;
        assertThat(after(9)).isNull();
        assertThat(after(2)).startsWith("Flink's TaskManager has died");
        taskManagers = 1;
        assertThat(after(1)).isNull();
    }

    @Test
    void aFailureWhoseTasksDoNotEndIsOver() {
        job.status = CompletableFuture.completedFuture(JobStatus.FAILING);
        assertThat(after(39)).isNull();
        assertThat(after(3)).startsWith("the job has failed, and its tasks do not end");
    }

    @Test
    void whoDoesNotAnswerIsOver() {
        job.status = new CompletableFuture<>();
        assertThat(after(55)).isNull();
        assertThat(after(10)).startsWith("Flink's JobManager does not answer");
        job.status.complete(JobStatus.RUNNING);
        assertThat(after(1)).isNull();
    }

    @Test
    void whoAnswersWithErrorsOnlyIsOver() {
        job.status = CompletableFuture.failedFuture(new IllegalStateException("no dispatcher"));
        assertThat(after(55)).isNull();
        assertThat(after(10)).startsWith("Flink's JobManager does not answer");
    }

    /** As a MiniCluster does between the end of its job and the news of it. */
    @Test
    void aClusterThatIsClosedIsNoError() {
        job.status = null;
        assertThat(after(5)).isNull();
    }

    /** Asked every second. */
    private String after(int more) {
        String doom = null;
        for (int i = 0; i < more; i++) {
            seconds++;
            doom = pulse.doom();
        }
        return doom;
    }

    private static final class FakeJob implements JobClient {

        private CompletableFuture<JobStatus> status =
                CompletableFuture.completedFuture(JobStatus.RUNNING);

        @Override
        public CompletableFuture<JobStatus> getJobStatus() {
            if (status == null) {
                throw new IllegalStateException("MiniCluster has already been shut down.");
            }
            return status;
        }

        @Override
        public JobID getJobID() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> cancel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<String> stopWithSavepoint(
                boolean advance, String directory, SavepointFormatType format) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<String> triggerSavepoint(
                String directory, SavepointFormatType format) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Map<String, Object>> getAccumulators() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
            throw new UnsupportedOperationException();
        }
    }
}
