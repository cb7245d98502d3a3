package io.siphon.job.runtime;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that a running process changes: {@link Files#walk} fails where a file goes meanwhile.
 */
public final class LiveFolder {

    private LiveFolder() {}

    /** All files and folders in it, and itself, that were there when they were looked at. */
    public static List<Path> deepestFirst(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        found.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path one, @Nullable IOException gone) {
                        found.add(one);
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
