package io.siphon.console.audit;

import io.siphon.console.ConsoleException;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.PlainText;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A line a request, fields separated by tabs; of mode 600. At 64 MB it is renamed to {@code .1},
 * which replaces the one before.
 */
public final class AuditFile implements Audit {

    public static final String NAME = "console-audit.log";

    private static final long MAX_BYTES = 64L << 20;

    private final Path file;

    public AuditFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public synchronized void add(AuditEntry entry) {
        String line =
                String.join(
                        "\t",
                        EpochMicros.utc(entry.atMicros()) + "Z",
                        PlainText.line(entry.account()),
                        PlainText.line(entry.address()),
                        entry.action(),
                        PlainText.line(entry.target()));
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) >= MAX_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new ConsoleException("the audit cannot be written to " + file, e);
        }
    }

    @Override
    public void close() {
        // opens it for each line
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
