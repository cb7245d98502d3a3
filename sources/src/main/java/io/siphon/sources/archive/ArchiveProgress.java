package io.siphon.sources.archive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Progress of the readers in this JVM, for a job that runs in it alone. After a failure a reader's
 * figures begin with those of the checkpoint, so that nothing is counted twice.
 */
public final class ArchiveProgress {

    private static final Map<Integer, Supplier<ArchiveFigures>> READERS = new ConcurrentHashMap<>();

    /** The progress of all readers together. */
    public static ArchiveFigures now() {
        return READERS.values().stream()
                .map(Supplier::get)
                .reduce(ArchiveFigures.none(), ArchiveFigures::plus);
    }

    /** Whether a reader has been started. */
    public static boolean begun() {
        return !READERS.isEmpty();
    }

    /** Clears the progress for the next job in the same JVM. */
    public static void reset() {
        READERS.clear();
    }

    /** Registers the progress of a subtask's reader; it may be read at any time. */
    public static void reading(int subtask, Supplier<ArchiveFigures> figures) {
        READERS.put(subtask, figures);
    }

    private ArchiveProgress() {}
}
