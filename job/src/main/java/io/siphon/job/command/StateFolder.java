package io.siphon.job.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;

/** Where a job on this machine leaves its checkpoints and savepoints. */
record StateFolder(Path folder) {

    /** Of a snapshot of Flink's: written last, so that a folder with it is whole. */
    private static final String METADATA = "_metadata";

    String checkpoints() {
        return folder.resolve("checkpoints").toAbsolutePath().toUri().toString();
    }

    String savepoints() {
        return folder.resolve("savepoints").toAbsolutePath().toUri().toString();
    }

    /** The newest whole checkpoint or savepoint. */
    Optional<String> newest() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(METADATA))
                    .max(Comparator.comparing(StateFolder::modified))
                    .map(file -> file.getParent().toAbsolutePath().toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
