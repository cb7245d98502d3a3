package io.siphon.job.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where a job on this machine leaves its checkpoints and savepoints. */
record StateFolder(Path folder) {

    /** Of a snapshot of Flink's: written last, so that a folder with it is whole. */
    private static final String METADATA = "_metadata";

    /** Of an archive: the same paths are the same archive. */
    static StateFolder ofArchive(Path dataDir, List<String> paths) {
        String all =
                paths.stream()
                        .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                        .collect(Collectors.joining("\n"));
        UUID name = UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
        return new StateFolder(dataDir.resolve("backfill").resolve(name.toString()));
    }

    /** Forgets all: the job has come to its end. */
    void delete() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
