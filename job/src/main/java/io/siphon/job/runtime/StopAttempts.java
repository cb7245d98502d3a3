package io.siphon.job.runtime;

import io.siphon.job.config.ErrorText;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stops a job with a savepoint. Flink refuses that while a task is yet to run, as in the first
 * second of a job and in a restart: then it is tried again, for a while.
 *
 * @param stop asks Flink once
 * @param most attempts
 * @param pause between two
 */
record StopAttempts(Supplier<CompletableFuture<String>> stop, int most, Duration pause) {

    /** Flink's own exception is internal to it. */
    private static final String NOT_YET = "Not all required tasks are currently running";

    /** For ten seconds. */
    StopAttempts(Supplier<CompletableFuture<String>> stop) {
        this(stop, 100, Duration.ofMillis(100));
    }

    /** The savepoint. */
    CompletableFuture<String> begin() {
        return attempt(most);
    }

    private CompletableFuture<String> attempt(int left) {
        return stop.get()
                .exceptionallyCompose(
                        refusal ->
                                left > 1 && isNotYet(refusal)
                                        ? CompletableFuture.supplyAsync(() -> left - 1, later())
                                                .thenCompose(this::attempt)
                                        : CompletableFuture.failedFuture(refusal));
    }

    private Executor later() {
        return CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isNotYet(Throwable refusal) {
        return ErrorText.chain(refusal).stream()
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(NOT_YET));
    }
}
