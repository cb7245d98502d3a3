package io.siphon.job.runtime;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class StopAttemptsTest {

    private static final String NOT_YET =
            "Checkpoint triggering task sink (1/1) of job 1 is not being executed at the moment."
                    + " Aborting checkpoint. Failure reason: Not all required tasks are currently"
                    + " running.";

    private int asked;

    @Test
    void stopsAJobWhoseTasksDoNotRunYet() {
        assertThat(stop(NOT_YET, 3)).succeedsWithin(1, TimeUnit.MINUTES).isEqualTo("savepoint");
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void doesNotTryForEver() {
        assertThat(stop(NOT_YET, 6))
                .failsWithin(1, TimeUnit.MINUTES)
                .withThrowableThat()
                .withRootCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("Not all required tasks");
        assertThat(asked).isEqualTo(5);
    }

    @Test
    void takesAnotherAnswerAtOnce() {
        assertThat(stop("disk full", 2))
                .failsWithin(1, TimeUnit.MINUTES)
                .withThrowableThat()
                .withMessageContaining("disk full");
        assertThat(asked).isEqualTo(1);
    }

    /** Flink answers with an error until it is asked for the last time. */
    private CompletableFuture<String> stop(String error, int last) {
        return new StopAttempts(
                        () ->
                                ++asked < last
                                        ? CompletableFuture.failedFuture(
                                                new CompletionException(
                                                        new IllegalStateException(error)))
                                        : CompletableFuture.completedFuture("savepoint"),
                        5,
                        Duration.ofMillis(1))
                .begin();
    }
}
