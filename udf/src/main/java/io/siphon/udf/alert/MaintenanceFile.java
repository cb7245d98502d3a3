package io.siphon.udf.alert;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The file of maintenance windows, read again when it has changed: the job goes on meanwhile. A
 * file that cannot be read, or has a mistake in it, is logged, and the windows before it stay in
 * force.
 */
final class MaintenanceFile {

    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceFile.class);

    /** How often it is looked at, when there are findings. */
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path file;
    private final LongSupplier nanos;
    private MaintenanceWindows windows = MaintenanceWindows.parse(List.of());
    private FileTime modified = FileTime.fromMillis(Long.MIN_VALUE);
    private long lookAt;
    private boolean warned;

    MaintenanceFile(String file, LongSupplier nanos) {
        this.file = Path.of(file);
        this.nanos = nanos;
        lookAt = nanos.getAsLong();
    }

    /** As they are now. */
    MaintenanceWindows windows() {
        long now = nanos.getAsLong();
        if (now - lookAt >= 0) {
            lookAt = now + EVERY_NANOS;
            read();
        }
        return windows;
    }

    private void read() {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (changed.equals(modified)) {
                return;
            }
            windows = MaintenanceWindows.parse(Files.readAllLines(file));
            modified = changed;
            warned = false;
        } catch (IOException | IllegalArgumentException e) {
            if (!warned) {
                warned = true;
                LOG.warn("alert.maintenance: {} is not used: {}", file, e.toString());
            }
        }
    }
}
