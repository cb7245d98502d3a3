package io.siphon.sources;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Creates folders and files with calls for their owner only, whatever the umask: 700 and 600. It
 * also closes those that an earlier version left open to others.
 */
public final class OwnerOnly {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Creates what is missing of a path; folders that are there stay as they are. */
    public static Path create(Path folder) throws IOException {
        return POSIX
                ? Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER))
                : Files.createDirectories(folder);
    }

    /**
     * A folder of Siphon's own: created where it is missing, else closed to others, with all that
     * is in it.
     */
    public static Path folder(Path folder) throws IOException {
        create(folder);
        if (isOpen(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                List<Path> open = all.filter(OwnerOnly::isOpen).toList();
                open.forEach(OwnerOnly::close);
            } catch (UncheckedIOException gone) {
                throw gone.getCause();
            }
        }
        return folder;
    }

    /** A file of Siphon's own: closed to others, if it is there. */
    public static void file(Path file) {
        if (isOpen(file)) {
            close(file);
        }
    }

    private static boolean isOpen(Path path) {
        try {
            return POSIX
                    && !Files.isSymbolicLink(path)
                    && Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
                            .anyMatch(permission -> !FOLDER.contains(permission));
        } catch (IOException gone) {
            return false;
        }
    }

    private static void close(Path path) {
        try {
            Set<PosixFilePermission> kept = EnumSet.copyOf(Files.isDirectory(path) ? FOLDER : FILE);
            Files.setPosixFilePermissions(path, kept);
        } catch (IOException e) {
            LOG.warn("{} can be read by others on this machine: {}", path, e.toString());
        }
    }
}
