package io.siphon.job.config;

import io.siphon.sources.OwnerOnly;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret of {@link io.siphon.schema.Uids}, made once for each store. */
public final class UidSecret {

    static final int SHORTEST = 16;

    private static final int OCTETS = 32;
    private static final String FILE = "uid-secret";

    private UidSecret() {}

    /** A new one. */
    public static String random() {
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /**
     * That of a data folder, made when there is none: for stores that cannot keep one.
     *
     * @throws ConfigurationException when the folder cannot be written to
     */
    public static String in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            OwnerOnly.create(folder);
            Path made = folder.resolve(FILE + "." + ProcessHandle.current().pid());
            if (Files.notExists(file)) {
                write(made, random());
                try {
                    // whole or not at all, and never over another's
                    Files.createLink(file, made);
                } catch (FileAlreadyExistsException theirs) {
                    // made by another process meanwhile
                } finally {
                    Files.delete(made);
                }
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "data.dir: the secret of stored rows cannot be kept in "
                            + file
                            + ": "
                            + ErrorText.root(e),
                    e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
