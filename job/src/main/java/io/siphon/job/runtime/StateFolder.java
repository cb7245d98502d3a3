package io.siphon.job.runtime;

import io.siphon.job.config.ConfigurationException;
import io.siphon.sources.OwnerOnly;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The folder of checkpoints and savepoints of a job on this machine; one job uses it at a time. */
public final class StateFolder implements Closeable {

    /** Of a snapshot of Flink's: written last, so that a folder with it is whole. */
    private static final String METADATA = "_metadata";

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    /** Where checkpoints are instead; null: here. */
    @Nullable private Path elsewhere;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder of {@code siphon run} until it is closed or the process ends.
     *
     * @throws ConfigurationException when another process has it, or it cannot be written
     */
    static StateFolder ofRun(Path dataDir) {
        return open(dataDir, "state", "", "another siphon run uses " + dataDir);
    }

    /**
     * Likewise of {@code siphon analyze}: another topic or group is another place to go on from.
     *
     * @param untilNow its state knows where it ends, which one that goes on must not
     */
    static StateFolder ofTopic(Path dataDir, String topic, String group, boolean untilNow) {
        return open(
                dataDir,
                "analyze",
                name(topic + "\n" + group + (untilNow ? "\nuntil now" : "")),
                "another siphon analyze reads this topic into " + dataDir);
    }

    /** Likewise of {@code siphon capture}, which has no state but that of a stop under way. */
    static StateFolder ofCapture(Path dataDir) {
        return open(dataDir, "capture", "", "another siphon capture uses " + dataDir);
    }

    /**
     * Likewise of an archive.
     *
     * @param what all that distinguishes it from others, its contents and where they go included:
     *     what has changed is read from the beginning
     */
    public static StateFolder ofArchive(Path dataDir, List<String> what) {
        return open(
                dataDir,
                "backfill",
                name(String.join("\n", what)),
                "another siphon backfill reads this archive into " + dataDir);
    }

    private static String name(String all) {
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * @param name of a folder of Siphon's own under {@code data.dir}
     * @param inner of a folder in it; empty when it is the same
     */
    private static StateFolder open(Path dataDir, String name, String inner, String taken) {
        Path folder = dataDir.toAbsolutePath().resolve(name).resolve(inner);
        FileChannel lock = null;
        try {
            OwnerOnly.folder(dataDir.toAbsolutePath().resolve(name));
            OwnerOnly.create(folder);
            lock =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock.tryLock() != null) {
                return new StateFolder(folder, lock);
            }
            lock.close();
        } catch (OverlappingFileLockException e) {
            closeQuietly(lock);
        } catch (IOException e) {
            closeQuietly(lock);
            throw new ConfigurationException(
                    "data.dir: cannot write " + folder + ": " + e.getMessage(), e);
        }
        throw new ConfigurationException(
                "data.dir: " + taken + "; set -Ddata.dir=FOLDER for another one");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // nothing was written
        }
    }

    /** Forgets all: the job has come to its end. */
    public void delete() throws IOException {
        close();
        filesDeepestFirst().forEach(file -> file.toFile().delete());
    }

    /**
     * Has checkpoints in a folder of this state's own at another place of this machine.
     *
     * @param place of Flink's {@code execution.checkpointing.dir}; null: there is none
     * @return whether that can be: after a crash the newest one is searched there
     */
    boolean keepCheckpoints(@Nullable String place) {
        URI uri = URI.create(place == null ? "" : place);
        if (place != null && !"file".equals(uri.getScheme())) {
            return false;
        }
        elsewhere = place == null ? null : Path.of(uri.getPath()).resolve(name(folder.toString()));
        return true;
    }

    String checkpoints() {
        Path place = elsewhere == null ? folder.resolve("checkpoints") : elsewhere;
        return place.toUri().toString();
    }

    String savepoints() {
        return folder.resolve("savepoints").toUri().toString();
    }

    /** Where Flink unpacks its web UI: a folder that is its owner's alone. */
    String web() throws IOException {
        Path web = folder.resolve("web");
        if (!Files.isDirectory(web)) {
            Files.createDirectory(
                    web,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return web.toString();
    }

    /** The newest whole checkpoint or savepoint. */
    Optional<String> newest() {
        return newestFolder().map(snapshot -> snapshot.toUri().toString());
    }

    /** Removes all snapshots but the newest, of which a stopped job needs no other. */
    void prune() {
        newestFolder()
                .ifPresent(
                        newest -> {
                            for (Path file : filesDeepestFirst()) {
                                if (!file.startsWith(newest)
                                        && !newest.startsWith(file)
                                        && !file.equals(folder.resolve(LOCK))) {
                                    file.toFile().delete();
                                }
                            }
                        });
    }

    private Optional<Path> newestFolder() {
        return filesDeepestFirst().stream()
                .filter(file -> file.endsWith(METADATA))
                .max(Comparator.comparing(StateFolder::modified))
                .map(Path::getParent);
    }

    private List<Path> filesDeepestFirst() {
        try {
            List<Path> all =
                    new ArrayList<>(LiveFolder.deepestFirst(folder)); // Flink may be removing some
            if (elsewhere != null && Files.isDirectory(elsewhere)) {
                all.addAll(LiveFolder.deepestFirst(elsewhere));
            }
            return all;
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

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
