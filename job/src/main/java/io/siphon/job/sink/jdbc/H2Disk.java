package io.siphon.job.sink.jdbc;

import javax.annotation.Nullable;

import java.io.File;

/**
 * The disk under an H2 file. H2 must not fill it: it then closes the database and loses what it
 * accepted in the half second before.
 */
final class H2Disk {

    /** What is committed may wait in memory, 19 MB at most, and compaction writes as much again. */
    static final long LEAST_FREE = 64L << 20;

    private H2Disk() {}

    /** Why not to write now; null when there is room, or that is not known. */
    @Nullable
    static String noRoom(String url) {
        File folder = folder(url);
        if (folder == null || !folder.isDirectory()) {
            return null;
        }
        long free = folder.getUsableSpace();
        return free >= LEAST_FREE
                ? null
                : "the disk is full: %d MB are free on %s, H2 needs %d MB"
                        .formatted(free >> 20, folder, LEAST_FREE >> 20);
    }

    /** Where the file is; null when it is another process's, or none. */
    @Nullable
    private static File folder(String url) {
        String file = H2Server.file(url);
        if (file == null) {
            return null;
        }
        String path = file.replaceFirst("^~(?=/)", System.getProperty("user.home"));
        return new File(path).getAbsoluteFile().getParentFile();
    }
}
