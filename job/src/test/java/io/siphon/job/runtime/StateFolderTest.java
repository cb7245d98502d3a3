package io.siphon.job.runtime;

import io.siphon.job.config.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StateFolderTest {

    @TempDir private Path data;

    @Test
    void oneRunAtATimeHasTheFolder() throws Exception {
        try (StateFolder first = StateFolder.ofRun(data)) {
            assertThat(first.newest()).isEmpty();
            assertThatThrownBy(() -> StateFolder.ofRun(data))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "data.dir: another siphon run uses "
                                    + data
                                    + "; set -Ddata.dir=FOLDER for another one");
        }
        StateFolder.ofRun(data).close();
    }

    @Test
    void theNewestWholeSnapshotIsTheOneToContinueFrom() throws Exception {
        snapshot("checkpoints/a/chk-1", 1);
        snapshot("savepoints/s", 3);
        snapshot("checkpoints/b/chk-7", 2);
        Files.createDirectories(data.resolve("state/checkpoints/b/chk-8"));
        try (StateFolder folder = StateFolder.ofRun(data)) {
            assertThat(folder.newest().orElseThrow()).endsWith("/state/savepoints/s/");
        }
    }

    /** After a crash the newest may be on the disk that Flink's option names. */
    @Test
    void checkpointsMayBeElsewhere(@TempDir Path disk) throws Exception {
        snapshot("savepoints/s", 3);
        try (StateFolder folder = StateFolder.ofRun(data)) {
            assertThat(folder.keepCheckpoints(disk.toUri().toString())).isTrue();
            Path own = Path.of(URI.create(folder.checkpoints()));
            assertThat(own.getParent()).isEqualTo(disk);
            snapshot(own.resolve("job/chk-9").toString(), 4);
            assertThat(folder.newest().orElseThrow()).endsWith("/job/chk-9/");
        }
        try (StateFolder other = StateFolder.ofCapture(data)) {
            assertThat(other.keepCheckpoints(disk.toUri().toString())).isTrue();
            assertThat(other.newest()).isEmpty();
            assertThat(other.keepCheckpoints("s3://bucket/checkpoints")).isFalse();
        }
    }

    /** An end that one has read to is not the other's. */
    @Test
    void analyzingUntilNowHasItsOwnState() throws Exception {
        try (StateFolder goesOn = StateFolder.ofTopic(data, "hep", "siphon", false);
                StateFolder ends = StateFolder.ofTopic(data, "hep", "siphon", true)) {
            assertThat(goesOn.checkpoints()).isNotEqualTo(ends.checkpoints());
        }
    }

    @Test
    void pruningLeavesTheNewestWhole() throws Exception {
        snapshot("checkpoints/a/chk-1", 1);
        snapshot("savepoints/old", 2);
        Path newest = snapshot("savepoints/new", 3);
        try (StateFolder folder = StateFolder.ofRun(data)) {
            folder.prune();
            assertThat(folder.newest().orElseThrow()).endsWith("/savepoints/new/");
        }
        assertThat(newest.resolve("_metadata")).exists();
        assertThat(newest.resolve("state")).exists();
        assertThat(data.resolve("state/savepoints/old")).doesNotExist();
        assertThat(data.resolve("state/checkpoints")).doesNotExist();
        assertThat(data.resolve("state/lock")).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(data.resolve("state"), "a file is in the way");
        assertThatThrownBy(() -> StateFolder.ofRun(data))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("data.dir: cannot write " + data.resolve("state"));
    }

    private Path snapshot(String name, int minute) throws IOException {
        Path folder = Files.createDirectories(data.resolve("state").resolve(name));
        Files.writeString(folder.resolve("state"), "bytes");
        Path metadata = Files.writeString(folder.resolve("_metadata"), "bytes");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(minute * 60_000L));
        return folder;
    }
}
