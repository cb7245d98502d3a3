package io.siphon.job.command;

import io.siphon.job.JobConfig;
import io.siphon.job.JobOptions;
import io.siphon.job.lab.Await;
import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveProgress;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(240)
class LocalJobITCase {

    @TempDir private Path data;

    /**
     * Flink follows the causes of such an exception until it dies of that: then nothing goes on.
     */
    @Test
    void isDeadWithoutATaskManager() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, 0);
        configuration.set(JobOptions.DATA_DIR, data.toString());
        configuration.setString("restart-strategy.type", "exponential-delay");
        Stores stores = new Stores(JobConfig.from(configuration), List.of());
        StateFolder state = StateFolder.ofArchive(data, List.of("nothing"));
        LocalJob job =
                LocalJob.read(configuration, stores, state, true, LocalJobITCase::circularFailure);
        String doom =
                Await.until(
                        "its death",
                        Duration.ofSeconds(120),
                        () -> doom(job),
                        text -> !text.isEmpty());
        assertThat(doom).isEqualTo("Flink's TaskManager has died; the log says of what");
    }

    private static String doom(LocalJob job) {
        try {
            assertThat(job.running()).isTrue();
            return "";
        } catch (JobDeadException e) {
            return e.getMessage();
        }
    }

    private static void circularFailure(StreamExecutionEnvironment env) {
        ArchiveProgress.reading(0, ArchiveFigures::none);
        env.fromSequence(1, 10).map(LocalJobITCase::fail).sinkTo(new DiscardingSink<>());
    }

    /** As H2's, when its disk is full. */
    private static Long fail(Long number) {
        RuntimeException inner = new IllegalStateException("Writing failed");
        RuntimeException outer = new IllegalStateException("General error", inner);
        inner.addSuppressed(new IllegalStateException("again", outer));
        throw outer;
    }
}
