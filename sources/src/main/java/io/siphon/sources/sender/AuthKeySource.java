package io.siphon.sources.sender;

import io.siphon.sources.hep.AuthKeys;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the senders' keys where they are: a file that not everybody can read, the environment. */
public final class AuthKeySource {

    /** Keys with commas or line ends between. */
    public static final String VARIABLE = "SIPHON_HEP_AUTH_KEYS";

    private AuthKeySource() {}

    /** Whether this process has keys in its environment. */
    public static boolean isInEnvironment() {
        return !split(System.getenv(VARIABLE), "[,\\r\\n]+").isEmpty();
    }

    /**
     * @return null when none are asked for
     * @throws IOException in one sentence, when keys are asked for and there are none, or the file
     *     is readable by everybody
     */
    public static @Nullable AuthKeys read(SenderSettings settings) throws IOException {
        return read(settings, System::getenv);
    }

    static @Nullable AuthKeys read(SenderSettings settings, UnaryOperator<String> environment)
            throws IOException {
        if (!settings.needsKey()) {
            return null;
        }
        List<String> keys = new ArrayList<>();
        if (settings.authKeysFile() != null) {
            keys.addAll(read(Path.of(settings.authKeysFile())));
        }
        if (settings.authKeysInEnvironment()) {
            List<String> more = split(environment.apply(VARIABLE), "[,\\r\\n]+");
            if (more.isEmpty()) {
                throw new IOException(
                        VARIABLE + ": got no key in the environment of the process that listens");
            }
            keys.addAll(more);
        }
        return new AuthKeys(keys);
    }

    /** A key a line; lines that are empty or begin with # are none. */
    private static List<String> read(Path file) throws IOException {
        List<String> keys;
        try {
            requirePrivate(file);
            keys = split(Files.readString(file), "[\\r\\n]+");
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
        keys.removeIf(line -> line.startsWith("#"));
        if (keys.isEmpty()) {
            throw new IOException(file + " has no key, expected one a line");
        }
        return keys;
    }

    private static void requirePrivate(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.contains(PosixFilePermission.OTHERS_READ)
                || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(
                    file
                            + " is open to every user of this machine ("
                            + PosixFilePermissions.toString(mode)
                            + "): chmod 600 "
                            + file);
        }
    }

    private static List<String> split(@Nullable String text, String between) {
        List<String> parts = new ArrayList<>();
        for (String part : text == null ? new String[0] : text.split(between)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }
}
