package io.siphon.job.runtime;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Detects a job in this JVM that is dead but has not ended: Flink waits forever for a TaskManager
 * that has died, and for tasks that do not end.
 */
final class JobPulse {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    /** Without a TaskManager: one that lives registers within a moment. */
    private static final long NO_TASK_MANAGER = Duration.ofSeconds(10).toNanos();

    /** In the end of a job: a writer waits 20 s for a store that hangs. */
    private static final long NO_END = Duration.ofSeconds(40).toNanos();

    private static final long NO_ANSWER = Duration.ofSeconds(60).toNanos();

    private final JobClient client;
    private final LongSupplier taskManagers;
    private final LongSupplier nanos;
    private CompletableFuture<JobStatus> asked;
    private long lastAsked;
    private long lastAnswer;
    private long lastTaskManager;
    private long lastAlive;

    JobPulse(JobClient client) {
        this(client, () -> JobMetrics.sum("numRegisteredTaskManagers"), System::nanoTime);
    }

    /**
     * @param taskManagers how many there are
     * @param nanos of {@link System#nanoTime}
     */
    JobPulse(JobClient client, LongSupplier taskManagers, LongSupplier nanos) {
        this.client = client;
        this.taskManagers = taskManagers;
        this.nanos = nanos;
        asked = ask();
        lastAsked = lastAnswer = lastTaskManager = lastAlive = nanos.getAsLong();
    }

    /** Why it will do nothing any more; null while it lives. May be asked often. */
    @Nullable
    String doom() {
        long now = nanos.getAsLong();
        if (taskManagers.getAsLong() > 0) {
            lastTaskManager = now;
        }
        if (asked.isDone()) {
            take(asked, now);
            if (now - lastAsked >= INTERVAL) {
                lastAsked = now;
                asked = ask();
            }
        }
        if (now - lastTaskManager > NO_TASK_MANAGER) {
            return "Flink's TaskManager has died; the log has the cause";
        }
        if (now - lastAlive > NO_END && now - lastAnswer <= NO_END) {
            return "the job has failed, and its tasks do not end; the log has the cause";
        }
        return now - lastAnswer > NO_ANSWER
                ? "Flink's JobManager does not answer; the log has the cause"
                : null;
    }

    /** Flink closes the cluster of a job that has ended before it says that it has. */
    private CompletableFuture<JobStatus> ask() {
        try {
            return client.getJobStatus();
        } catch (IllegalStateException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private void take(CompletableFuture<JobStatus> answer, long now) {
        if (answer.isCompletedExceptionally() || answer.isCancelled()) {
            return;
        }
        lastAnswer = now;
        // tasks that are cancelled for a restart are those of a job that is RESTARTING
        if (answer.join() != JobStatus.FAILING) {
            lastAlive = now;
        }
    }
}
