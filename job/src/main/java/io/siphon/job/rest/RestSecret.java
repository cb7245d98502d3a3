package io.siphon.job.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A secret in a file of mode 600. It is read for each request that needs it, so that another one
 * counts at once.
 */
public record RestSecret(Path file) {

    private static final String SCHEME = "Bearer ";
    private static final int BYTES = 32;
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1024;
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Makes a new one, unless there is one that counts. */
    public void prepare() throws IOException {
        if (read().isPresent()) {
            return;
        }
        Files.createDirectories(
                file.toAbsolutePath().getParent(), PosixFilePermissions.asFileAttribute(FOLDER));
        // also one that others could read
        Files.deleteIfExists(file);
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        try (FileChannel made =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            made.write(ByteBuffer.wrap(ascii(HexFormat.of().formatHex(random) + "\n")));
        } catch (FileAlreadyExistsException e) {
            // of another Siphon that starts at this moment
        }
    }

    /** The header {@code Authorization} with the secret; empty where there is none that counts. */
    Optional<String> authorization() {
        return read().map(secret -> SCHEME + secret);
    }

    /** Whether this header {@code Authorization} holds the secret; takes as long when not. */
    boolean authorizes(String header) {
        return header != null
                && authorization()
                        .map(expected -> MessageDigest.isEqual(ascii(expected), ascii(header)))
                        .orElse(false);
    }

    /** What others can read, or is too short to be one, is no secret. */
    private Optional<String> read() {
        try {
            PosixFileAttributes about = Files.readAttributes(file, PosixFileAttributes.class);
            if (!about.isRegularFile()
                    || about.size() > LONGEST
                    || !OWNER_ONLY.containsAll(about.permissions())) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip())
                    .filter(secret -> secret.length() >= SHORTEST)
                    .filter(secret -> secret.chars().allMatch(c -> c > ' ' && c < 0x7F));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
