package io.siphon.bench.cluster;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The complete checkpoints and savepoints in a cluster's folders, newest first: those that {@code
 * flink run -s} can restore when the JobManager that made them is gone.
 */
final class Snapshots {

    /** Flink writes it last. */
    private static final String METADATA = "_metadata";

    /** {@code <checkpoints>/<job>/chk-7/_metadata}, {@code <savepoints>/savepoint-x/_metadata}. */
    private static final int DEPTH = 3;

    /**
     * @param path for {@code flink run -s}
     * @param at when it was complete
     */
    record Snapshot(String path, Instant at) {}

    static List<Snapshot> of(Configuration options) throws IOException {
        List<Snapshot> found = new ArrayList<>();
        for (String folder :
                Stream.of(
                                options.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY),
                                options.get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
                        .distinct()
                        .toList()) {
            Path path = new Path(folder);
            walk(path.getFileSystem(), path, DEPTH, found);
        }
        found.sort(Comparator.comparing(Snapshot::at).reversed());
        return found;
    }

    private static void walk(FileSystem system, Path folder, int depth, List<Snapshot> found)
            throws IOException {
        for (FileStatus file : list(system, folder)) {
            if (file.isDir() && depth > 1) {
                walk(system, file.getPath(), depth - 1, found);
            } else if (file.getPath().getName().equals(METADATA)) {
                found.add(
                        new Snapshot(
                                folder.makeQualified(system).toString(),
                                Instant.ofEpochMilli(file.getModificationTime())));
            }
        }
    }

    /** A running job removes its old checkpoints meanwhile. */
    private static FileStatus[] list(FileSystem system, Path folder) throws IOException {
        try {
            FileStatus[] files = system.listStatus(folder);
            return files == null ? new FileStatus[0] : files;
        } catch (FileNotFoundException gone) {
            return new FileStatus[0];
        }
    }

    private Snapshots() {}
}
